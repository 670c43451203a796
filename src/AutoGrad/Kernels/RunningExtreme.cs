using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Where the extreme so far lies, for each place along the middle axis of [outer, n, inner]: the last of several; a NaN stays.</summary>
internal static class RunningExtreme
{
    public static void Run<T>(int n, int inner, bool largest, ReadOnlySpan<T> x, Span<long> y) where T : INumber<T>
    {
        var slab = n * inner;
        for (var start = 0; start < y.Length; start += slab)
            for (var i = start; i < start + inner; i++)
            {
                var (best, at) = (x[i], 0);
                y[i] = 0;
                for (var k = 1; k < n; k++)
                {
                    var value = x[i + k * inner];
                    if (T.IsNaN(value) || (largest ? value >= best : value <= best)) (best, at) = (value, k);
                    y[i + k * inner] = at;
                }
            }
    }
}
