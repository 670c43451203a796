namespace AutoGrad.Data;

/// <summary>Adds a normally distributed number to each element.</summary>
/// <param name="std">The standard deviation, finite and not negative.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="std"/> is negative or not finite.</exception>
public sealed class GaussianNoise(double std) : Transform
{
    private readonly double _std = double.IsFinite(std) && std >= 0 ? std : throw new ArgumentOutOfRangeException(nameof(std), std, "GaussianNoise: a standard deviation is finite and not negative.");

    /// <summary>Adds noise.</summary>
    /// <param name="x">The samples, floating.</param>
    /// <param name="random">Where the noise comes from.</param>
    /// <exception cref="ArgumentException">The samples are not floating.</exception>
    public override Tensor Apply(Tensor x, Generator random)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(random);
        if (!x.DType.IsFloating) throw Guard.NeedsFloat(nameof(GaussianNoise), x.DType);
        return x + Tensor.Randn(x.Shape, x.DType, random) * _std;
    }
}
