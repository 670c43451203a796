using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Mean squared deviation from the mean, over any axes.</summary>
internal static class Variance
{
    /// <summary>y = Σ (x − mean)² / (count − correction), in two passes.</summary>
    public static void Run<T>(
        ReadOnlySpan<int> extents, ReadOnlySpan<bool> reduced, ReadOnlySpan<int> kept, int count, int correction,
        ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Reducer.Run(extents, reduced, x, y, new SumReduction<T>());
        TensorPrimitives.Divide(y, T.CreateTruncating(count), y);
        var held = ArrayPool<T>.Shared.Rent(x.Length);
        var squares = held.AsSpan(0, x.Length);
        Broadcasting.Run(extents, kept, extents, x, y, squares, new SquaredDifference<T>());
        Reducer.Run(extents, reduced, squares, y, new SumReduction<T>());
        TensorPrimitives.Divide(y, T.CreateTruncating(Freedom(count, correction)), y);
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>What the sum of squares is divided by; never negative.</summary>
    public static double Freedom(int count, int correction) => Math.Max(0.0, (double)count - correction);

    private readonly struct SquaredDifference<T> : IBinaryKernel<T, T> where T : unmanaged, INumber<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            TensorPrimitives.Subtract(x, y, z);
            TensorPrimitives.Multiply(z, z, z);
        }
    }
}
