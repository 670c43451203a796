using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Random numbers, uniform in [0, 1).</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not a floating type.</exception>
    public static Tensor Rand(Shape shape, DType dtype = DType.Float32, Generator? generator = null) => Uniform("Rand", shape, 0, 1, dtype, generator);

    /// <summary>Random numbers, uniform in [low, high).</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The end of the interval, never reached unless it equals <paramref name="low"/>.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is below <paramref name="low"/>, or the interval's length is not finite in the element type.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not a floating type.</exception>
    public static Tensor Uniform(Shape shape, double low, double high, DType dtype = DType.Float32, Generator? generator = null) =>
        Uniform("Uniform", shape, low, high, dtype, generator);

    private static Tensor Uniform(string op, Shape shape, double low, double high, DType dtype, Generator? generator)
    {
        if (!dtype.IsFloating) throw Guard.NeedsFloat(op, dtype);
        var length = dtype == DType.Float32 ? (float)high - (float)low : high - low;
        if (!(length >= 0 && double.IsFinite(length)))
            throw new ArgumentOutOfRangeException(nameof(high), high, $"{op}: [{low}, {high}) is no interval of finite length in {dtype}: high must be at least low.{NameScope.Suffix}");
        var y = New(shape, dtype);
        Dispatch.Float(op, dtype, new UniformKernel(y, low, high, generator ?? Generator.Default));
        return y.AsData();
    }

    private readonly struct UniformKernel(Tensor y, double low, double high, Generator generator) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var start = generator.Reserve(Sampling.Blocks(y.Size, Sampling.WordsOf<T>()));
            Sampling.Uniform(new Philox(start.Seed), start.Position, T.CreateTruncating(low), T.CreateTruncating(high), y.Span<T>());
        }
    }
}
