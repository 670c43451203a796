using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>√Σ x² over any axes.</summary>
internal static class EuclideanNorm
{
    /// <summary>Scales by the largest element of each group, as the BLAS routine nrm2 does, so that squares neither overflow nor vanish.</summary>
    public static void Run<T>(ReadOnlySpan<int> extents, ReadOnlySpan<bool> reduced, ReadOnlySpan<int> kept, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
        {
            y.Clear();
            return;
        }
        var held = ArrayPool<T>.Shared.Rent(x.Length + y.Length);
        var scaled = held.AsSpan(0, x.Length);
        var scale = held.AsSpan(x.Length, y.Length);
        TensorPrimitives.Abs(x, scaled);
        Reducer.Run<T, MaxReduction<T>>(extents, reduced, scaled, scale, default);
        for (var i = 0; i < scale.Length; i++) scale[i] = PowerOfTwo(scale[i]);
        Broadcasting.Run(extents, kept, extents, x, scale, scaled, new ScaledSquare<T>());
        Reducer.Run<T, SumReduction<T>>(extents, reduced, scaled, y, default);
        TensorPrimitives.Sqrt(y, y);
        TensorPrimitives.Multiply(y, scale, y);
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>A power of two near x, so that scaling rounds nothing; 1 where there is none.</summary>
    private static T PowerOfTwo<T>(T x) where T : IFloatingPointIeee754<T> =>
        T.IsFinite(x) && x > T.Zero ? T.ScaleB(T.One, T.ILogB(x)) : T.One;

    private readonly struct ScaledSquare<T> : IBinaryKernel<T, T> where T : unmanaged, INumber<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            TensorPrimitives.Divide(x, y, z);
            TensorPrimitives.Multiply(z, z, z);
        }
    }
}
