using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A sparse matrix by rows: row r has the entries from <c>Starts[r]</c> to <c>Starts[r + 1]</c>. A column may stand twice in a row; its weights add up.</summary>
/// <param name="Width">Number of columns.</param>
/// <param name="Starts">Where each row begins, and one more for the end.</param>
/// <param name="Columns">The column of each entry.</param>
/// <param name="Weights">The number at each entry.</param>
internal sealed record SparseRows(int Width, int[] Starts, int[] Columns, double[] Weights)
{
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
    public void Run<T>(int inner, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty) return;
        for (var row = 0; row < y.Length / inner; row++)
        {
            var (outer, r) = Math.DivRem(row, Rows);
            var from = x.Slice(outer * Width * inner, Width * inner);
            if (inner == 1) y[row] = Dot(r, from);
            else Combine(r, inner, from, y.Slice(row * inner, inner));
        }
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
