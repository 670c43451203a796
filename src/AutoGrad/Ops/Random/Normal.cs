using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Random numbers of the normal distribution with mean 0 and standard deviation 1.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not a floating type.</exception>
    public static Tensor Randn(Shape shape, DType dtype = DType.Float32, Generator? generator = null) => Normal("Randn", shape, 0, 1, dtype, generator);

    /// <summary>Random numbers of a normal distribution.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="mean">The mean; finite.</param>
    /// <param name="std">The standard deviation; finite and not negative.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mean"/> or <paramref name="std"/> is outside its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not a floating type.</exception>
    public static Tensor Normal(Shape shape, double mean = 0, double std = 1, DType dtype = DType.Float32, Generator? generator = null) =>
        Normal("Normal", shape, mean, std, dtype, generator);

    private static Tensor Normal(string op, Shape shape, double mean, double std, DType dtype, Generator? generator)
    {
        if (!double.IsFinite(mean)) throw new ArgumentOutOfRangeException(nameof(mean), mean, $"{op}: the mean must be finite.{NameScope.Suffix}");
        if (!(std >= 0 && double.IsFinite(std)))
            throw new ArgumentOutOfRangeException(nameof(std), std, $"{op}: the standard deviation must be finite and not negative.{NameScope.Suffix}");
        if (!dtype.IsFloating) throw Guard.NeedsFloat(op, dtype);
        var y = New(shape, dtype);
        Dispatch.Float(op, dtype, new NormalKernel(y, mean, std, generator ?? Generator.Default));
        return y.AsData();
    }

    private readonly struct NormalKernel(Tensor y, double mean, double std, Generator generator) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var start = generator.Reserve(Sampling.Blocks(y.Size, Sampling.WordsOf<T>()));
            Sampling.Normal(new Philox(start.Seed), start.Position, mean, std, y.Span<T>());
        }
    }
}
