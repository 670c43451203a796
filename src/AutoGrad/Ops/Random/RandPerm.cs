using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The integers 0..n-1 in random order, all orders equally likely.</summary>
    /// <param name="n">How many; not negative.</param>
    /// <param name="dtype">Int64 or Int32.</param>
    /// <param name="generator">Where the order comes from; null for <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is no integer type.</exception>
    public static Tensor RandPerm(int n, DType dtype = DType.Int64, Generator? generator = null)
    {
        if (n < 0) throw new ArgumentOutOfRangeException(nameof(n), n, $"RandPerm: the number of elements cannot be negative.{NameScope.Suffix}");
        if (!dtype.IsInteger) throw new ArgumentException($"RandPerm: gives Int64 or Int32, not {dtype}.{NameScope.Suffix}", nameof(dtype));
        var y = New([n], dtype);
        Dispatch.Number("RandPerm", dtype, new RandPermKernel(y, generator ?? Generator.Default));
        return y.AsData();
    }

    private readonly struct RandPermKernel(Tensor y, Generator generator) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var start = generator.Reserve(Sampling.Blocks(y.Size, words: 2));
            Permutation.Run(new Philox(start.Seed), start.Position, y.Span<T>());
        }
    }
}
