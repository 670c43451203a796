namespace AutoGrad.Kernels;

/// <summary>Where elements are true, in row-major order.</summary>
internal static class Nonzero
{
    /// <summary>The indices of the true elements, <c>extents.Length</c> numbers each.</summary>
    public static void Indices(ReadOnlySpan<int> extents, ReadOnlySpan<bool> x, Span<long> y)
    {
        var rank = extents.Length;
        for (var (i, at) = (0, 0); i < x.Length; i++)
        {
            if (!x[i]) continue;
            for (var (axis, rest) = (rank - 1, i); axis >= 0; axis--)
            {
                (rest, var index) = Math.DivRem(rest, extents[axis]);
                y[at + axis] = index;
            }
            at += rank;
        }
    }

    /// <summary>The positions of the true elements.</summary>
    public static void Positions(ReadOnlySpan<bool> x, Span<int> y)
    {
        var at = 0;
        for (var i = 0; i < x.Length; i++)
            if (x[i]) y[at++] = i;
    }

    /// <summary>How many elements are true.</summary>
    public static int Count(ReadOnlySpan<bool> x)
    {
        var count = 0;
        foreach (var truth in x) count += truth ? 1 : 0;
        return count;
    }
}
