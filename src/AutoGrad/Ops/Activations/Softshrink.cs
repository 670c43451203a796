namespace AutoGrad;

public partial class Tensor
{
    /// <summary>What tanh takes off each element: x − tanh x.</summary>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Tanhshrink() => this - Tanh();

    /// <summary>Each element, moved towards 0 by λ, and 0 where it would cross.</summary>
    /// <remarks>The derivative is 1 outside of −λ..λ, and 0 within and at both ends.</remarks>
    /// <param name="lambda">The width λ; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative or NaN.</exception>
    /// <exception cref="ArgumentException">The elements are truth values, or they are integers and λ is not.</exception>
    public Tensor Softshrink(double lambda = 0.5)
    {
        if (!(lambda >= 0)) throw new ArgumentOutOfRangeException(nameof(lambda), lambda, $"Softshrink: lambda cannot be negative.{NameScope.Suffix}");
        return this - Clamp(-lambda, lambda);
    }

    /// <summary>Each element outside of −λ..λ, and 0 within.</summary>
    /// <remarks>The derivative is 1 outside of −λ..λ, and 0 within and at both ends.</remarks>
    /// <param name="lambda">The width λ.</param>
    /// <exception cref="ArgumentException">The elements are truth values, or they are integers and λ is not.</exception>
    public Tensor Hardshrink(double lambda = 0.5) => Where((this >= -lambda) & (this <= lambda), 0, this);
}
