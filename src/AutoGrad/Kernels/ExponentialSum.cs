using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>log Σ eˣ over any axes.</summary>
internal static class ExponentialSum
{
    public static void Log<T>(ReadOnlySpan<int> extents, ReadOnlySpan<bool> reduced, ReadOnlySpan<int> kept, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
        {
            y.Fill(T.NegativeInfinity);
            return;
        }
        var held = ArrayPool<T>.Shared.Rent(x.Length + y.Length);
        var powers = held.AsSpan(0, x.Length);
        var shift = held.AsSpan(x.Length, y.Length);
        Reducer.Run(extents, reduced, x, shift, new MaxReduction<T>());
        for (var i = 0; i < shift.Length; i++)
            if (!T.IsFinite(shift[i])) shift[i] = T.Zero;       // ∞ − ∞ would be NaN
        Broadcasting.Run(extents, kept, extents, x, shift, powers, new ShiftedPower<T>());
        Reducer.Run<T, SumReduction<T>>(extents, reduced, powers, y, default);
        TensorPrimitives.Log(y, y);
        TensorPrimitives.Add(y, shift, y);
        ArrayPool<T>.Shared.Return(held);
    }

    private readonly struct ShiftedPower<T> : IBinaryKernel<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            TensorPrimitives.Subtract(x, y, z);
            TensorPrimitives.Exp(z, z);
        }
    }
}
