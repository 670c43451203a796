using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Where the maximum of each window is, as a position in the plane the windows slide over.</summary>
/// <remarks>Of equal ones the first in row-major order, of NaNs the last: PyTorch's choice.</remarks>
internal static class WindowMaximum
{
    public static void Run<T>(PoolWindows[] axes, ReadOnlySpan<T> x, Span<long> y) where T : unmanaged, INumber<T>
    {
        var (plane, windows) = (1, 1);
        foreach (var axis in axes) (plane, windows) = (plane * axis.Extent, windows * axis.Windows);
        if (windows == 0) return;
        Span<int> window = stackalloc int[axes.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var (image, rest) = Math.DivRem(i, windows);
            for (var axis = axes.Length - 1; axis >= 0; axis--) (rest, window[axis]) = Math.DivRem(rest, axes[axis].Windows);
            y[i] = new Search<T>(axes, window, x.Slice(image * plane, plane)).Run(0, 0, -1);
        }
    }

    private readonly ref struct Search<T>(PoolWindows[] axes, ReadOnlySpan<int> window, ReadOnlySpan<T> plane) where T : unmanaged, INumber<T>
    {
        private readonly ReadOnlySpan<int> _window = window;
        private readonly ReadOnlySpan<T> _plane = plane;

        /// <summary>The position of the largest of <paramref name="best"/> and the elements from <paramref name="start"/> on.</summary>
        public int Run(int axis, int start, int best)
        {
            var windows = axes[axis];
            var at = start * windows.Extent + windows.First[_window[axis]];
            for (var i = 0; i < windows.Count[_window[axis]]; i++, at += windows.Step)
                if (axis < axes.Length - 1) best = Run(axis + 1, at, best);
                else if (best < 0 || _plane[at] > _plane[best] || T.IsNaN(_plane[at])) best = at;
            return best;
        }
    }
}
