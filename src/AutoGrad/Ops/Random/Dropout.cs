namespace AutoGrad;

public partial class Tensor
{
    /// <summary>While training, sets each element to zero with probability p and divides the others by 1 − p; the tensor itself otherwise.</summary>
    /// <remarks>The division keeps the expected value. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.</remarks>
    /// <param name="p">The probability of a zero, in [0, 1].</param>
    /// <param name="training">Whether to do anything.</param>
    /// <param name="generator">Where the mask is drawn from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside [0, 1] or NaN.</exception>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Dropout(double p = 0.5, bool training = true, Generator? generator = null)
    {
        if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, $"Dropout: a probability is in [0, 1].{NameScope.Suffix}");
        if (!DType.IsFloating) throw Guard.NeedsFloat("Dropout", DType);
        if (!training || p == 0) return this;
        if (p == 1) return this * 0;
        return this * (Bernoulli(Shape, 1 - p, generator).To(DType) * (1 / (1 - p)));
    }
}
