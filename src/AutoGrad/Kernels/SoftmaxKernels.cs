using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The softmax family along the middle axis of [outer, n, inner], a slab of [n, inner] at a time.</summary>
internal static class SoftmaxKernels
{
    /// <summary>y = eˣ / Σ eˣ, with the largest x taken off first, so that nothing overflows.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, int n, int inner, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var slab = n * inner;
        if (x.IsEmpty) return;
        var held = ArrayPool<T>.Shared.Rent(inner);
        var column = held.AsSpan(0, inner);
        for (; !x.IsEmpty; x = x[slab..], y = y[slab..])
        {
            var z = y[..slab];
            Reducer.Slab(x[..slab], n, inner, column, new MaxReduction<T>());
            OverRows(x[..slab], column, z, new Subtraction<T>());
            TensorPrimitives.Exp(z, z);
            Reducer.Slab(z, n, inner, column, new SumReduction<T>());
            OverRows(z, column, z, new Division<T>());
        }
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>dx = y (g − Σ g y).</summary>
    public static void SoftmaxGradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int n, int inner, Span<T> dx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var slab = n * inner;
        if (g.IsEmpty) return;
        var held = ArrayPool<T>.Shared.Rent(inner);
        var column = held.AsSpan(0, inner);
        for (var at = 0; at < g.Length; at += slab)
        {
            var z = dx.Slice(at, slab);
            TensorPrimitives.Multiply(g.Slice(at, slab), y.Slice(at, slab), z);
            Reducer.Slab(z, n, inner, column, new SumReduction<T>());
            OverRows(g.Slice(at, slab), column, z, new Subtraction<T>());
            TensorPrimitives.Multiply(z, y.Slice(at, slab), z);
        }
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>y = x − log Σ eˣ, with the largest x taken off first.</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int n, int inner, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var slab = n * inner;
        if (x.IsEmpty) return;
        var held = ArrayPool<T>.Shared.Rent(slab + inner);
        var powers = held.AsSpan(0, slab);
        var column = held.AsSpan(slab, inner);
        for (; !x.IsEmpty; x = x[slab..], y = y[slab..])
        {
            var z = y[..slab];
            Reducer.Slab(x[..slab], n, inner, column, new MaxReduction<T>());
            OverRows(x[..slab], column, z, new Subtraction<T>());
            TensorPrimitives.Exp(z, powers);
            Reducer.Slab(powers, n, inner, column, new SumReduction<T>());
            TensorPrimitives.Log(column, column);
            OverRows(z, column, z, new Subtraction<T>());
        }
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>dx = g − eʸ Σ g.</summary>
    public static void LogSoftmaxGradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int n, int inner, Span<T> dx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var slab = n * inner;
        if (g.IsEmpty) return;
        var held = ArrayPool<T>.Shared.Rent(inner);
        var column = held.AsSpan(0, inner);
        for (var at = 0; at < g.Length; at += slab)
        {
            var z = dx.Slice(at, slab);
            Reducer.Slab(g.Slice(at, slab), n, inner, column, new SumReduction<T>());
            TensorPrimitives.Exp(y.Slice(at, slab), z);
            OverRows(z, column, z, new Multiplication<T>());
            TensorPrimitives.Subtract(g.Slice(at, slab), z, z);
        }
        ArrayPool<T>.Shared.Return(held);
    }

    /// <summary>z[r, i] = x[r, i] ∘ column[i].</summary>
    private static void OverRows<T, TOperator>(ReadOnlySpan<T> x, ReadOnlySpan<T> column, Span<T> z, TOperator operation)
        where TOperator : struct, IOperator<T>
    {
        if (column.Length == 1)
        {
            operation.Run(x, column[0], z);
            return;
        }
        for (var at = 0; at < x.Length; at += column.Length) operation.Run(x.Slice(at, column.Length), column, z.Slice(at, column.Length));
    }

    private interface IOperator<T>
    {
        void Run(ReadOnlySpan<T> x, T y, Span<T> z);

        void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z);
    }

    private readonly struct Subtraction<T> : IOperator<T> where T : INumber<T>
    {
        public void Run(ReadOnlySpan<T> x, T y, Span<T> z) => TensorPrimitives.Subtract(x, y, z);

        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.Subtract(x, y, z);
    }

    private readonly struct Multiplication<T> : IOperator<T> where T : INumber<T>
    {
        public void Run(ReadOnlySpan<T> x, T y, Span<T> z) => TensorPrimitives.Multiply(x, y, z);

        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.Multiply(x, y, z);
    }

    private readonly struct Division<T> : IOperator<T> where T : INumber<T>
    {
        public void Run(ReadOnlySpan<T> x, T y, Span<T> z) => TensorPrimitives.Divide(x, y, z);

        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.Divide(x, y, z);
    }
}
