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
        // lines side by side fill vectors
        if (inner == 1) each = (each + SparseLines<T>.Lanes - 1) / SparseLines<T>.Lanes * SparseLines<T>.Lanes;
        using var weights = new Scratch<T>(Weights.Length);
        for (var e = 0; e < Weights.Length; e++) weights.Pointer[e] = T.CreateTruncating(Weights[e]);
        fixed (T* from = x, to = y) ForkJoin.Run((planes - 1) / each + 1, new Chunks<T>(this, planes, each, inner, weights.Pointer, from, to));
    }

    private readonly unsafe struct Chunks<T>(SparseRows map, int planes, int each, int inner, T* weights, T* x, T* y) : IChunkedWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int chunk)
        {
            var (first, end) = (chunk * each, Math.Min(planes, (chunk + 1) * each));
            if (inner == 1) SparseLines<T>.Run(map, weights, end - first, x + (long)first * map.Width, y + (long)first * map.Rows);
            else
                for (long plane = first; plane < end; plane++) SparseLines<T>.Combine(map, weights, inner, x + plane * map.Width * inner, y + plane * map.Rows * inner);
        }
    }
}
