using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Running sums along the middle axis of [outer, n, inner].</summary>
internal static class Cumulation
{
    /// <summary>y[k] = x[0] + ... + x[k], or x[k] + ... + x[n-1] from the other end.</summary>
    public static void Sum<T>(int n, int inner, bool fromEnd, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        var slab = n * inner;
        for (var start = 0; start < x.Length; start += slab)
        {
            var (row, step) = fromEnd ? (start + slab - inner, -inner) : (start, inner);
            x.Slice(row, inner).CopyTo(y[row..]);
            for (var k = 1; k < n; k++)
            {
                var before = y.Slice(row, inner);
                row += step;
                if (inner == 1) y[row] = before[0] + x[row];
                else TensorPrimitives.Add(before, x.Slice(row, inner), y.Slice(row, inner));
            }
        }
    }
}
