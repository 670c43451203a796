using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>(Σ |x|ᵖ)^(1/p) over any axes, for finite p other than 0.</summary>
internal static class PowerNorm
{
    /// <summary>Divides by the largest size of each group (the smallest for negative p), so that powers neither overflow nor vanish.</summary>
    public static void Run<T>(ReadOnlySpan<int> extents, ReadOnlySpan<bool> reduced, ReadOnlySpan<int> kept, double order, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var p = T.CreateTruncating(order);
        var held = ArrayPool<T>.Shared.Rent(x.Length + y.Length);
        var powers = held.AsSpan(0, x.Length);
        var scale = held.AsSpan(x.Length, y.Length);
        TensorPrimitives.Abs(x, powers);
        if (x.IsEmpty) scale.Fill(T.One);
        else if (order > 0) Reducer.Run<T, MaxReduction<T>>(extents, reduced, powers, scale, default);
        else Reducer.Run<T, MinReduction<T>>(extents, reduced, powers, scale, default);
        foreach (ref var s in scale)
            if (!T.IsFinite(s) || s == T.Zero) s = T.One;
        Broadcasting.Run(extents, kept, extents, powers, scale, powers, new ScaledPower<T>(p));
        Reducer.Run<T, SumReduction<T>>(extents, reduced, powers, y, default);
        for (var i = 0; i < y.Length; i++) y[i] = T.Pow(y[i], T.One / p) * scale[i];
        ArrayPool<T>.Shared.Return(held);
    }

    private readonly struct ScaledPower<T>(T order) : IBinaryKernel<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            for (var i = 0; i < z.Length; i++) z[i] = T.Pow(x[i] / y[i], order);
        }
    }
}
