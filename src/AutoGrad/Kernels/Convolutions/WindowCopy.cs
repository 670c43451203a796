using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Copies images into the strands of a <see cref="WindowLayout"/>.</summary>
internal static unsafe class WindowCopy
{
    /// <summary>Fills every strand, the gaps after them with zeros.</summary>
    /// <param name="layout">Where to.</param>
    /// <param name="channels">How many channels, at most the layout's.</param>
    /// <param name="x">The first channel of the first image.</param>
    /// <param name="image">From one image to the next.</param>
    /// <param name="images">How many images there are, at most the layout's.</param>
    /// <param name="row">The first window along the first axis.</param>
    /// <param name="rows">How many of them, at most the layout's.</param>
    /// <param name="buffer">The strands.</param>
    public static void Run<T>(WindowLayout layout, int channels, T* x, long image, int images, int row, int rows, T* buffer) where T : unmanaged
    {
        var (axis, more) = (layout.Axes[0], layout.Length - layout.Rows);
        Span<int> starts = stackalloc int[layout.Axes.Length];
        foreach (var first in layout.StrandStarts)
        {
            starts[0] = (int)(first + (long)row * axis.Step);
            var strands = buffer;
            buffer += layout.Channels * layout.Later * layout.Stride;
            for (var c = 0; c < channels; c++)
                for (var later = 0; later < layout.Later; later++)
                {
                    var rest = later;
                    for (var a = starts.Length - 1; a > 0; a--) (rest, starts[a]) = (rest / layout.Axes[a].Starts.Length, layout.Axes[a].Starts[rest % layout.Axes[a].Starts.Length]);
                    T* from = x + (long)c * layout.Plane, to = strands;
                    for (var i = 0; i < images; i++, from += image, to += (rows + more) * layout.Row) Fill(layout.Axes, starts, rows + more, from, layout.Plane, to, (rows + more) * layout.Row);
                    strands += layout.Stride;
                    Clear(to, strands - to);
                }
        }
    }

    /// <summary>Copies <paramref name="count"/> steps along the first of the axes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill<T>(ReadOnlySpan<WindowAxis> axes, ReadOnlySpan<int> starts, int count, T* from, int size, T* to, int target) where T : unmanaged
    {
        var axis = axes[0];
        if (size == 0 || target == 0)
        {
            Clear(to, target);
            return;
        }
        if (axes.Length == 1)
        {
            WindowLines.Run(from, 0, 1, 0, 1, axis, starts[0], count, to);
            return;
        }
        var (_, first, end) = WindowLines.Inside(axis.Source, starts[0], axis.Step, count);
        if (axes.Length == 2 && axis.Step == 1 && axes[1].Step == 1 && axes[1].Source == axes[1].Count)
        {
            CopyPlane(from, first, end, starts[0], count, axes[1].Source, starts[1], to);
            return;
        }
        if (axes.Length == 2)
        {
            WindowLines.Run(from + (long)starts[0] * axes[1].Source, (long)axis.Step * axes[1].Source, count, first, end, axes[1], starts[1], axes[1].Count, to);
            return;
        }
        (size, target) = (size / axis.Source, target / count);
        for (var o = 0; o < count; o++, to += target)
            if (o < first || o >= end) Clear(to, target);
            else Fill(axes[1..], starts[1..], axes[1].Count, from + (starts[0] + (long)o * axis.Step) * size, size, to, target);
    }

    /// <summary>Rows and columns shifted, the width kept: one copy, and zeros where it wrapped around.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPlane<T>(T* from, long first, long end, int top, int rows, int width, int left, T* to) where T : unmanaged
    {
        if (Math.Abs((long)left) >= width) first = end;
        Clear(to, first * width);
        Clear(to + end * width, (rows - end) * width);
        if (first == end) return;
        from += (top + first) * width;
        to += first * width;
        var size = (end - first) * width;
        var shift = Math.Abs(left);
        if (left < 0) Copy(from, to + shift, size - shift);
        else Copy(from + shift, to, size - shift);
        if (shift == 0) return;
        var edge = left < 0 ? to : to + width - shift;
        for (var row = first; row < end; row++, edge += width)
            if (shift == 1) *edge = default;
            else Clear(edge, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<T>(T* from, T* to, long count) where T : unmanaged
    {
        // a call costs more than a small copy
        var bytes = count * sizeof(T);
        if (bytes is < 32 or > 2048)
        {
            Buffer.MemoryCopy(from, to, bytes, bytes);
            return;
        }
        byte* x = (byte*)from, y = (byte*)to;
        var last = bytes - 32;
        for (var i = 0L; i < last; i += 32) Vector256.Load(x + i).Store(y + i);
        Vector256.Load(x + last).Store(y + last);
    }

    private static void Clear<T>(T* to, long count) where T : unmanaged
    {
        if (count > 0) Unsafe.InitBlockUnaligned(to, 0, checked((uint)(count * sizeof(T))));
    }
}
