using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Works out how windows of given extents slide over an image.</summary>
internal static class SlidingWindows
{
    /// <summary>The grid of windows that stay inside the padded image.</summary>
    /// <exception cref="ArgumentException">A window is larger than the padded image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public static WindowGrid Over(string op, Shape x, int axes, PerAxis kernel, PerAxis dilation, PerAxis padding, PerAxis stride)
    {
        var (taps, steps, strides) = (kernel.For(op, axes, 1, nameof(kernel), x), ConvolutionGeometry.Of(op, dilation, axes, nameof(dilation), x), ConvolutionGeometry.Of(op, stride, axes, nameof(stride), x));
        var before = ConvolutionGeometry.Amounts(op, padding, axes, nameof(padding), x);
        var output = new int[axes];
        var size = 1L;
        for (var axis = 0; axis < axes; axis++)
        {
            output[axis] = Count(op, x, x.Rank - axes + axis, 2L * before[axis], WindowGrid.Span(taps[axis], steps[axis]), strides[axis], roundUp: false);
            size = Math.Min(size * taps[axis], Array.MaxLength) * output[axis];
        }
        if (size > Array.MaxLength) throw new ArgumentException($"{op}: the windows of one channel of {x} hold more than {Array.MaxLength} numbers.{NameScope.Suffix}", nameof(kernel));
        return new WindowGrid(x.Extents[^axes..].ToArray(), taps, strides, before, steps, output);
    }

    /// <summary>How many windows there are along an axis.</summary>
    public static int Count(string op, Shape x, int axis, long padding, long span, int stride, bool roundUp)
    {
        var room = x[axis] + padding - span;
        if (x[axis] + padding > Array.MaxLength) throw new ArgumentException($"{op}: padding {padding / 2} of {x} is too large.{NameScope.Suffix}", nameof(padding));
        if (room < 0)
            throw new ArgumentException($"{op}: a window spans {span} along axis {axis} of {x}, which with its padding has only {x[axis] + padding}: pad more, or take a smaller kernel or dilation.{NameScope.Suffix}", "kernel");
        var windows = (roundUp ? (room + stride - 1) / stride : room / stride) + 1;
        // a window that would start in the padding behind the image is left out
        if (roundUp && (windows - 1) * stride >= x[axis] + padding / 2) windows--;
        return (int)Math.Min(windows, Array.MaxLength);
    }
}
