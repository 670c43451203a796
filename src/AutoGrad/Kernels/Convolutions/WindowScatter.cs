namespace AutoGrad.Kernels;

/// <summary>Writes windows' results to the places of the target that they stand for.</summary>
internal static unsafe class WindowScatter
{
    /// <summary>True when windows follow one another in the target as they do along the axes.</summary>
    public static bool IsDense(ReadOnlySpan<WindowAxis> axes)
    {
        foreach (var axis in axes)
            if (axis.Gap != 1) return false;
        return true;
    }

    /// <summary>Rows of windows along the first axis, from one on.</summary>
    public static void Run<T>(ReadOnlySpan<WindowAxis> axes, ReadOnlySpan<int> target, int row, int rows, T* from, T* to) where T : unmanaged
    {
        var axis = axes[0];
        if (axes.Length == 1)
        {
            to += axis.First + (long)row * axis.Gap;
            if (axis.Gap == 1) new Span<T>(from, rows).CopyTo(new Span<T>(to, rows));
            else
                for (var o = 0; o < rows; o++, to += axis.Gap) *to = from[o];
            return;
        }
        var (windows, size) = (1, 1);
        for (var a = 1; a < axes.Length; a++) (windows, size) = (windows * axes[a].Count, size * target[a]);
        for (var o = row; o < row + rows; o++, from += windows)
            Run(axes[1..], target[1..], 0, axes[1].Count, from, to + (axis.First + (long)o * axis.Gap) * size);
    }
}
