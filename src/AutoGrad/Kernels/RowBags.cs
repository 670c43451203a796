using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Rows of a table put together in bags.</summary>
internal static class RowBags
{
    /// <summary>y[to[i]] += x[from[i]], row by row, in order.</summary>
    public static void Add<T>(ReadOnlySpan<int> from, ReadOnlySpan<int> to, int width, ReadOnlySpan<T> x, Span<T> y) where T : INumber<T>
    {
        for (var i = 0; i < from.Length; i++)
        {
            var row = x.Slice(from[i] * width, width);
            var sum = y.Slice(to[i] * width, width);
            for (var k = 0; k < sum.Length; k++) sum[k] += row[k];
        }
    }

    /// <summary>best[bag, k] = the row of the bag that is largest in column k: the first of several, a NaN before any number; −1 for an empty bag.</summary>
    public static void Largest<T>(ReadOnlySpan<int> rows, ReadOnlySpan<int> bags, int width, ReadOnlySpan<T> x, Span<int> best) where T : INumber<T>
    {
        best.Fill(-1);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = x.Slice(rows[i] * width, width);
            var so = best.Slice(bags[i] * width, width);
            for (var k = 0; k < row.Length; k++)
                if (so[k] < 0 || row[k] > x[so[k] * width + k] || (T.IsNaN(row[k]) && !T.IsNaN(x[so[k] * width + k]))) so[k] = rows[i];
        }
    }
}
