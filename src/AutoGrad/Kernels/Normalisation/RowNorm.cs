using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Normalises each row of a matrix by its own mean and variance, or its mean square, with a factor and a summand for each column.</summary>
/// <remarks>Rows are shared out in chunks of a fixed size; sums over rows are taken within a chunk, then over the chunks by a tree.</remarks>
internal static unsafe class RowNorm
{
    private const int ChunkSize = 16_384, MostChunks = 64;

    /// <summary>y = (x − mean) / √(variance + ε) · weight + bias.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="weight">A factor a column; empty for 1.</param>
    /// <param name="bias">A summand a column; empty for 0.</param>
    /// <param name="width">Columns.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="y">The result.</param>
    /// <param name="mean">The mean of each row, to be filled; empty to take 0 for it, and the mean square for the variance.</param>
    /// <param name="scale">1 / √(variance + ε) of each row, to be filled.</param>
    public static void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, int width, double epsilon, Span<T> y, Span<T> mean, Span<T> scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty) return;
        fixed (T* from = x, factors = weight, summands = bias, to = y, means = mean, scales = scale)
        {
            var rows = RowsOfChunk(scale.Length, width);
            ForkJoin.Run((scale.Length - 1) / rows + 1, new ForwardWork<T>(from, factors, summands, to, means, scales, scale.Length, width, rows, epsilon));
        }
    }

    /// <summary>dx = scale (g·w − mean(g·w) − x̂ mean(g·w x̂)) with x̂ = (x − mean)·scale; the sums over all rows of g x̂ and g.</summary>
    /// <param name="g">The upstream gradient.</param>
    /// <param name="x">The rows.</param>
    /// <param name="weight">A factor a column; empty for 1.</param>
    /// <param name="mean">The mean of each row; empty for 0, which does not depend on x: then the second term is missing.</param>
    /// <param name="scale">1 / √(variance + ε) of each row.</param>
    /// <param name="dx">The gradient of the rows.</param>
    /// <param name="dw">The gradient of the weight.</param>
    /// <param name="db">The gradient of the bias.</param>
    public static void Gradient<T>(
        ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, Span<T> dx, Span<T> dw, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        dw.Clear();
        db.Clear();
        if (x.IsEmpty) return;
        var width = dw.Length;
        var rows = RowsOfChunk(scale.Length, width);
        var chunks = (scale.Length - 1) / rows + 1;
        var held = ArrayPool<T>.Shared.Rent(2 * chunks * width);
        var ofWeight = held.AsSpan(0, chunks * width);
        var ofBias = held.AsSpan(chunks * width, chunks * width);
        fixed (T* upstream = g, from = x, factors = weight, means = mean, scales = scale, to = dx, dws = ofWeight, dbs = ofBias)
            ForkJoin.Run(chunks, new GradientWork<T>(upstream, from, factors, means, scales, to, dws, dbs, scale.Length, width, rows));
        Reducer.Slab(ofWeight, chunks, width, dw, new SumReduction<T>());
        Reducer.Slab(ofBias, chunks, width, db, new SumReduction<T>());
        ArrayPool<T>.Shared.Return(held);
    }

    private static int RowsOfChunk(int rows, int width) => Math.Max(Math.Max(1, ChunkSize / width), (rows - 1) / MostChunks + 1);

    private readonly struct ForwardWork<T>(T* x, T* weight, T* bias, T* y, T* mean, T* scale, int rows, int width, int rowsOfChunk, double epsilon) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, count) = (chunk * rowsOfChunk, Math.Min(rowsOfChunk, rows - chunk * rowsOfChunk));
            var at = (nint)first * width;
            var part = new NormalisedRows<T>(x + at, weight, mean == null ? null : mean + first, scale + first, count, width);
            if (typeof(T) == typeof(float))
            {
                if (Vector512.IsHardwareAccelerated) part.Forward<WideSingle>(bias, y + at, epsilon);
                else part.Forward<NativeSingle>(bias, y + at, epsilon);
            }
            else if (Vector512.IsHardwareAccelerated) part.Forward<WideDouble>(bias, y + at, epsilon);
            else part.Forward<NativeDouble>(bias, y + at, epsilon);
        }
    }

    private readonly struct GradientWork<T>(T* g, T* x, T* weight, T* mean, T* scale, T* dx, T* dw, T* db, int rows, int width, int rowsOfChunk) : IChunkedWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, count) = (chunk * rowsOfChunk, Math.Min(rowsOfChunk, rows - chunk * rowsOfChunk));
            var at = (nint)first * width;
            T* ofWeight = dw + (nint)chunk * width, ofBias = db + (nint)chunk * width;
            new Span<T>(ofWeight, width).Clear();
            new Span<T>(ofBias, width).Clear();
            var part = new NormalisedRows<T>(x + at, weight, mean == null ? null : mean + first, scale + first, count, width);
            if (typeof(T) == typeof(float))
            {
                if (Vector512.IsHardwareAccelerated) part.Gradient<WideSingle>(g + at, dx + at, ofWeight, ofBias);
                else part.Gradient<NativeSingle>(g + at, dx + at, ofWeight, ofBias);
            }
            else if (Vector512.IsHardwareAccelerated) part.Gradient<WideDouble>(g + at, dx + at, ofWeight, ofBias);
            else part.Gradient<NativeDouble>(g + at, dx + at, ofWeight, ofBias);
        }
    }
}
