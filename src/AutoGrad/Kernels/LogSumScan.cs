using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>ln(eˣ + eʸ) without overflow, and its running form.</summary>
internal static class LogSumScan
{
    /// <summary>ln(eˣ + eʸ).</summary>
    public static T Add<T>(T x, T y) where T : IFloatingPointIeee754<T>
    {
        var (low, high) = x < y ? (x, y) : (y, x);
        // of two equal infinities the difference is none
        if (low == high && T.IsInfinity(low)) return low;
        return high + NearZero.Log1p(T.Exp(low - high));
    }

    /// <summary>y[k] = ln(e^x[0] + ... + e^x[k]) along the middle axis of [outer, n, inner].</summary>
    public static void Run<T>(int n, int inner, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var slab = n * inner;
        for (var start = 0; start < y.Length; start += slab)
        {
            x.Slice(start, inner).CopyTo(y[start..]);
            for (var at = start + inner; at < start + slab; at++) y[at] = Add(y[at - inner], x[at]);
        }
    }
}
