using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Where values would be put into ascending sequences.</summary>
internal static class BinarySearch
{
    /// <summary>The first place whose element is not below the value; with <paramref name="right"/> the first above it. NaN goes to the end.</summary>
    /// <param name="sequences">One sequence for all values, or one for each run of as many values.</param>
    /// <param name="n">Length of a sequence.</param>
    /// <param name="values">What to put in.</param>
    /// <param name="run">How many values belong to a sequence.</param>
    /// <param name="right">Behind equal elements, not before them.</param>
    /// <param name="y">The places.</param>
    public static void Run<T>(ReadOnlySpan<T> sequences, int n, ReadOnlySpan<T> values, int run, bool right, Span<long> y) where T : INumber<T>
    {
        for (var i = 0; i < values.Length; i++) y[i] = Place(sequences.Slice(i / run * n, n), values[i], right);
    }

    private static int Place<T>(ReadOnlySpan<T> sequence, T value, bool right) where T : INumber<T>
    {
        var (low, high) = (0, sequence.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            // written so that a NaN is never in front
            if (right ? sequence[middle] > value : sequence[middle] >= value) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
