using AutoGrad.Kernels;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>A random mask: each element is true with the given probability.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="probability">From 0, never, to 1, always.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Default"/>.</param>
    /// <returns>A Bool tensor.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is outside 0..1 or NaN.</exception>
    public static Tensor Bernoulli(Shape shape, double probability, Generator? generator = null)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, $"Bernoulli: a probability is between 0 and 1.{NameScope.Suffix}");
        var y = New(shape, DType.Bool);
        var start = (generator ?? Generator.Default).Reserve(Sampling.Blocks(y.Size, words: 2));
        Sampling.Bernoulli(new Philox(start.Seed), start.Position, probability, y.Span<bool>());
        return y.AsData();
    }
}
