using System.Buffers;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>The softmax family along the middle axis of [outer, n, inner], a slab of [n, inner] at a time.</summary>
internal static unsafe class SoftmaxKernels
{
    private const int ChunkSize = 16_384;

    /// <summary>y = eˣ / Σ eˣ, with the largest x taken off first, so that nothing overflows.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, int n, int inner, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => Run<T, Numerators<T>>(x, x, n, inner, y);

    /// <summary>dx = y (g − Σ g y).</summary>
    public static void SoftmaxGradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int n, int inner, Span<T> dx) where T : unmanaged, IFloatingPointIeee754<T> => Run<T, Slopes<T>>(g, y, n, inner, dx);

    /// <summary>y = x − log Σ eˣ, with the largest x taken off first.</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int n, int inner, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => Run<T, Logarithms<T>>(x, x, n, inner, y);

    /// <summary>dx = g − eʸ Σ g.</summary>
    public static void LogSoftmaxGradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int n, int inner, Span<T> dx) where T : unmanaged, IFloatingPointIeee754<T> => Run<T, LogSlopes<T>>(g, y, n, inner, dx);

    private static void Run<T, TSlab>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int n, int inner, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> where TSlab : struct, ISlab<T>
    {
        if (x.IsEmpty) return;
        var slabs = Math.Max(1, ChunkSize / (n * inner));
        fixed (T* first = x, second = y, to = z) ForkJoin.Run((z.Length / (n * inner) - 1) / slabs + 1, new Work<T, TSlab>(first, second, to, z.Length, n, inner, slabs));
    }

    private readonly struct Work<T, TSlab>(T* x, T* y, T* z, int length, int n, int inner, int slabs) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T> where TSlab : struct, ISlab<T>
    {
        public void Run(int chunk)
        {
            var slab = n * inner;
            var held = ArrayPool<T>.Shared.Rent(inner);
            for (var at = chunk * slabs * slab; at < Math.Min((long)length, (chunk + 1L) * slabs * slab); at += slab)
                default(TSlab).Run(new ReadOnlySpan<T>(x + at, slab), new ReadOnlySpan<T>(y + at, slab), n, held.AsSpan(0, inner), new Span<T>(z + at, slab));
            ArrayPool<T>.Shared.Return(held);
        }
    }

    /// <summary>What is done to a slab, with room for a number a column.</summary>
    private interface ISlab<T>
    {
        void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int n, Span<T> column, Span<T> z);
    }

    private readonly struct Numerators<T> : ISlab<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int n, Span<T> column, Span<T> z)
        {
            Powers(x, n, column, z);
            OverRows(z, column, z, new Division<T>());
        }

        /// <summary>z = e^(x − max x), and its sums.</summary>
        public static void Powers(ReadOnlySpan<T> x, int n, Span<T> column, Span<T> z)
        {
            Reducer.Slab(x, n, column.Length, column, new MaxReduction<T>());
            OverRows(x, column, z, new Subtraction<T>());
            Elementwise.Run<T, ExpOperator>(default, z, z);
            Reducer.Slab(z, n, column.Length, column, new SumReduction<T>());
        }
    }

    private readonly struct Slopes<T> : ISlab<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int n, Span<T> column, Span<T> z)
        {
            TensorPrimitives.Multiply(g, y, z);
            Reducer.Slab(z, n, column.Length, column, new SumReduction<T>());
            OverRows(g, column, z, new Subtraction<T>());
            TensorPrimitives.Multiply(z, y, z);
        }
    }

    private readonly struct Logarithms<T> : ISlab<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int n, Span<T> column, Span<T> z)
        {
            var held = ArrayPool<T>.Shared.Rent(column.Length);
            var max = held.AsSpan(0, column.Length);
            Reducer.Slab(x, n, column.Length, max, new MaxReduction<T>());
            Numerators<T>.Powers(x, n, column, z);
            Elementwise.Run<T, LogOperator>(default, column, column);
            OverRows(x, max, z, new Subtraction<T>());
            OverRows(z, column, z, new Subtraction<T>());
            ArrayPool<T>.Shared.Return(held);
        }
    }

    private readonly struct LogSlopes<T> : ISlab<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int n, Span<T> column, Span<T> z)
        {
            Reducer.Slab(g, n, column.Length, column, new SumReduction<T>());
            Elementwise.Run<T, ExpOperator>(default, y, z);
            OverRows(z, column, z, new Multiplication<T>());
            TensorPrimitives.Subtract(g, z, z);
        }
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
