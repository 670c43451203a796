using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>First-order linear recurrences along the middle axis of [outer, n, inner].</summary>
internal static class LinearRecurrence
{
    /// <summary>y[k] = b[k] + a[k] y[k − 1] from the start, or y[k] = b[k] + a[k + 1] y[k + 1] from the end.</summary>
    public static void Run<T>(int n, int inner, bool fromEnd, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        var slab = n * inner;
        for (var start = 0; start < y.Length; start += slab)
        {
            var (row, step) = fromEnd ? (start + slab - inner, -inner) : (start, inner);
            b.Slice(row, inner).CopyTo(y[row..]);
            for (var k = 1; k < n; k++)
            {
                var before = y.Slice(row, inner);
                var factor = a.Slice(fromEnd ? row : row + step, inner);
                row += step;
                var own = b.Slice(row, inner);
                var to = y.Slice(row, inner);
                for (var i = 0; i < to.Length; i++) to[i] = own[i] + factor[i] * before[i];
            }
        }
    }

    /// <summary>y[k] = x[0] x[1] ... x[k].</summary>
    public static void Product<T>(int n, int inner, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        var slab = n * inner;
        for (var start = 0; start < y.Length; start += slab)
        {
            x.Slice(start, inner).CopyTo(y[start..]);
            for (var at = start + inner; at < start + slab; at++) y[at] = y[at - inner] * x[at];
        }
    }
}
