using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Which elements of an axis, with which weights, make each element of the resampled one.</summary>
/// <remarks>Centres are aligned at (o + ½)·scale − ½, or the first and last elements with each other.</remarks>
internal static class Resampling
{
    /// <summary>From an element to the next, in steps of the input.</summary>
    /// <param name="input">Extent of the input.</param>
    /// <param name="output">Extent of the output.</param>
    /// <param name="factor">The factor the caller gave; null when the caller gave the extent.</param>
    /// <param name="alignCorners">First and last elements are aligned.</param>
    public static double Scale(int input, int output, double? factor, bool alignCorners) =>
        alignCorners ? output > 1 ? (input - 1.0) / (output - 1) : 0 : factor is { } f ? 1 / f : (double)input / output;

    /// <summary>One element each; computed in single precision, as PyTorch does, since the choice shows.</summary>
    public static long[] Nearest(int input, int output, double? factor, bool exact)
    {
        var (at, scale) = (new long[output], factor is { } f ? (float)(1 / f) : (float)input / output);
        for (var o = 0; o < output; o++) at[o] = Math.Min((long)MathF.Floor((exact ? o + 0.5f : o) * scale), input - 1);
        return at;
    }

    /// <summary>Two elements each.</summary>
    public static SparseRows Linear(int input, int output, double scale, bool alignCorners) => Rows(input, output, taps: 2, o =>
    {
        var at = Math.Max(Source(o, scale, alignCorners), 0);
        var first = Math.Min((int)at, input - 1);
        var share = Math.Clamp(at - first, 0, 1);
        return (first, [1 - share, share, 0, 0]);
    });

    /// <summary>Four elements each (Keys, "Cubic convolution interpolation for digital image processing", 1981).</summary>
    public static SparseRows Cubic(int input, int output, double scale, bool alignCorners) => Rows(input, output, taps: 4, o =>
    {
        var at = Source(o, scale, alignCorners);
        var first = Math.Floor(at);
        var t = at - first;
        return ((int)first - 1, [Outer(t + 1), Inner(t), Inner(1 - t), Outer(2 - t)]);
    });

    private static double Source(int o, double scale, bool alignCorners) => alignCorners ? o * scale : (o + 0.5) * scale - 0.5;

    private static double Inner(double t) => ((A + 2) * t - (A + 3)) * t * t + 1;

    private static double Outer(double t) => ((A * t - 5 * A) * t + 8 * A) * t - 4 * A;

    private const double A = -0.75;

    /// <summary>Taps beyond an end read the end; those without weight are left out.</summary>
    private static SparseRows Rows(int input, int output, int taps, Func<int, (int First, double[] Weights)> row)
    {
        var (starts, columns, weights) = (new int[output + 1], new List<int>(output * taps), new List<double>(output * taps));
        for (var o = 0; o < output; o++)
        {
            var (first, share) = row(o);
            for (var t = 0; t < taps; t++)
            {
                if (share[t] == 0) continue;
                columns.Add(Math.Clamp(first + t, 0, input - 1));
                weights.Add(share[t]);
            }
            starts[o + 1] = columns.Count;
        }
        return new SparseRows(input, starts, [.. columns], [.. weights]);
    }
}
