using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A sparse matrix by rows: row r has the entries from <c>Starts[r]</c> to <c>Starts[r + 1]</c>. A column may stand twice in a row; its weights add up.</summary>
/// <param name="Width">Number of columns.</param>
/// <param name="Starts">Where each row begins, and one more for the end.</param>
/// <param name="Columns">The column of each entry.</param>
/// <param name="Weights">The number at each entry.</param>
internal sealed record SparseRows(int Width, int[] Starts, int[] Columns, double[] Weights)
{
    // results of a chunk: some microseconds
    private const int ChunkSize = 8 * 1024;

    /// <summary>Number of rows.</summary>
    public int Rows => Starts.Length - 1;

    /// <summary>The matrix with rows and columns exchanged.</summary>
    public SparseRows Transposed()
    {
        var starts = new int[Width + 1];
        foreach (var column in Columns) starts[column + 1]++;
        for (var i = 0; i < Width; i++) starts[i + 1] += starts[i];
        var (next, rows, weights) = ((int[])starts.Clone(), new int[Columns.Length], new double[Columns.Length]);
        for (var r = 0; r < Rows; r++)
            for (var e = Starts[r]; e < Starts[r + 1]; e++)
            {
                var to = next[Columns[e]]++;
                (rows[to], weights[to]) = (r, Weights[e]);
            }
        return new SparseRows(Rows, starts, rows, weights);
    }

    /// <summary>y[o, r, i] = Σ weight·x[o, column, i] over the entries of row r.</summary>
    public unsafe void Run<T>(int inner, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty) return;
        var size = Rows * inner;
        var (planes, each) = (y.Length / size, Math.Max(1, ChunkSize / Math.Max(1, size)));
        fixed (T* from = x, to = y) ForkJoin.Run((planes - 1) / each + 1, new Chunks<T>(this, planes, each, inner, from, to));
    }

    private readonly unsafe struct Chunks<T>(SparseRows map, int planes, int each, int inner, T* x, T* y) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            for (var plane = chunk * each; plane < Math.Min(planes, (chunk + 1) * each); plane++)
                map.Plane(inner, new ReadOnlySpan<T>(x + (long)plane * map.Width * inner, map.Width * inner), new Span<T>(y + (long)plane * map.Rows * inner, map.Rows * inner));
        }
    }

    private void Plane<T>(int inner, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < Rows; r++)
            if (inner == 1) y[r] = Dot(r, x);
            else Combine(r, inner, x, y.Slice(r * inner, inner));
    }

    private T Dot<T>(int row, ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        for (var e = Starts[row]; e < Starts[row + 1]; e++) sum += T.CreateTruncating(Weights[e]) * x[Columns[e]];
        return sum;
    }

    private void Combine<T>(int row, int inner, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        y.Clear();
        for (var e = Starts[row]; e < Starts[row + 1]; e++)
            TensorPrimitives.MultiplyAdd(x.Slice(Columns[e] * inner, inner), T.CreateTruncating(Weights[e]), y, y);
    }
}
