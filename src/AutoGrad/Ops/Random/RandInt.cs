using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Random integers of [low, high), all equally likely.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">One more than the highest value.</param>
    /// <param name="dtype">Any type of numbers; it must hold the whole range exactly.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is not above <paramref name="low"/>, or the range does not fit the element type.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is Bool.</exception>
    public static Tensor RandInt(Shape shape, long low, long high, DType dtype = DType.Int64, Generator? generator = null)
    {
        if (high <= low) throw new ArgumentOutOfRangeException(nameof(high), high, $"RandInt: [{low}, {high}) holds no integer: high must be above low.{NameScope.Suffix}");
        var (least, most) = dtype switch
        {
            DType.Float32 => (-(1L << 24), 1L << 24),
            DType.Float64 => (-(1L << 53), 1L << 53),
            DType.Int32 => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (low < least || high - 1 > most)
            throw new ArgumentOutOfRangeException(nameof(high), high, $"RandInt: {dtype} does not hold every integer of [{low}, {high}), only of {least}..{most}.{NameScope.Suffix}");
        var y = New(shape, dtype);
        Dispatch.Number("RandInt", dtype, new RandIntKernel(y, low, (ulong)high - (ulong)low, generator ?? Generator.Default));
        return y.AsData();
    }

    private readonly struct RandIntKernel(Tensor y, long low, ulong range, Generator generator) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var start = generator.Reserve(Sampling.Blocks(y.Size, words: 2));
            Sampling.Integers(new Philox(start.Seed), start.Position, low, range, y.Span<T>());
        }
    }
}
