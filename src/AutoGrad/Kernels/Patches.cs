using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Between an image [channels, input...] and the columns its windows make of it, [channels · taps, windows]: "im2col" and its transpose.</summary>
internal static class Patches
{
    /// <summary>columns[c · taps + t, o] = the element that tap t of window o reads of channel c; 0 outside.</summary>
    public static void Unfold<T>(WindowGrid grid, int channels, Span<T> image, Span<T> columns) where T : unmanaged
    {
        columns.Clear();
        Run<T, ReadIndexed<T>>(grid, channels, image, columns);
    }

    /// <summary>Each element of the image becomes the sum of the columns' elements that were read from it.</summary>
    public static void Fold<T>(WindowGrid grid, int channels, Span<T> image, Span<T> columns) where T : unmanaged, INumber<T>
    {
        image.Clear();
        Run<T, AddIndexed<T>>(grid, channels, image, columns);
    }

    private static void Run<T, TMove>(WindowGrid grid, int channels, Span<T> image, Span<T> columns) where T : unmanaged where TMove : IIndexedMove<T>
    {
        Span<int> work = stackalloc int[3 * grid.Rank];
        var first = work[..grid.Rank];
        var end = work.Slice(grid.Rank, grid.Rank);
        var offset = work[(2 * grid.Rank)..];
        for (var tap = 0; tap < grid.KernelSize; tap++)
        {
            if (!Inside(grid, tap, first, end, offset)) continue;
            for (var c = 0; c < channels; c++)
            {
                var lines = new Lines<T, TMove>(grid, first, end, offset, image.Slice(c * grid.InputSize, grid.InputSize), columns.Slice((c * grid.KernelSize + tap) * grid.OutputSize, grid.OutputSize));
                lines.Run(0, 0, 0);
            }
        }
    }

    /// <summary>The windows, as a range along each axis, whose tap lies inside the image; false if there are none.</summary>
    private static bool Inside(WindowGrid grid, int tap, Span<int> first, Span<int> end, Span<int> offset)
    {
        for (var axis = grid.Rank - 1; axis >= 0; axis--)
        {
            (tap, var along) = Math.DivRem(tap, grid.Kernel[axis]);
            var stride = grid.Stride[axis];
            offset[axis] = along * grid.Dilation[axis] - grid.Padding[axis];
            first[axis] = offset[axis] >= 0 ? 0 : (int)((stride - 1L - offset[axis]) / stride);
            var room = grid.Input[axis] - 1 - offset[axis];
            end[axis] = room < 0 ? 0 : Math.Min(grid.Output[axis], room / stride + 1);
            if (first[axis] >= end[axis]) return false;
        }
        return true;
    }

    /// <summary>One tap of one channel, line by line.</summary>
    private readonly ref struct Lines<T, TMove>(WindowGrid grid, ReadOnlySpan<int> first, ReadOnlySpan<int> end, ReadOnlySpan<int> offset, Span<T> image, Span<T> windows)
        where T : unmanaged where TMove : IIndexedMove<T>
    {
        private readonly ReadOnlySpan<int> _first = first, _end = end, _offset = offset;
        private readonly Span<T> _image = image, _windows = windows;

        public void Run(int axis, int from, int to)
        {
            var (stride, last) = (grid.Stride[axis], axis == grid.Rank - 1);
            (from, to) = (from * grid.Input[axis] + _offset[axis], to * grid.Output[axis]);
            for (var o = _first[axis]; o < _end[axis]; o++)
                if (last) TMove.Apply(ref _image[from + o * stride], ref _windows[to + o]);
                else Run(axis + 1, from + o * stride, to + o);
        }
    }
}
