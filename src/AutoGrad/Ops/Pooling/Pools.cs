using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>The windows of poolings.</summary>
internal static class Pools
{
    /// <summary>The shape of images, whose axes follow the channels.</summary>
    /// <exception cref="ArgumentException">The input is no image of so many axes.</exception>
    public static Shape Checked(string op, Tensor x, int axes)
    {
        Images.CheckRank(op, x, axes);
        return x.Shape;
    }

    /// <summary>What sliding windows cover, without the padding, and how many elements each has with it; the stride is the kernel unless given.</summary>
    /// <exception cref="ArgumentException">A window does not fit the image, or would lie in the padding alone.</exception>
    public static (PoolWindows Windows, int[] Padded)[] Sliding(string op, Shape x, int axes, PerAxis kernel, PerAxis stride, PerAxis padding, PerAxis dilation, bool ceilMode)
    {
        var image = x.Extents[^axes..];
        var taps = kernel.For(op, axes, 1, nameof(kernel), x);
        var strides = stride.IsDefault ? taps : stride.For(op, axes, 1, nameof(stride), x);
        var (before, steps) = (ConvolutionGeometry.Amounts(op, padding, axes, nameof(padding), x), ConvolutionGeometry.Of(op, dilation, axes, nameof(dilation), x));
        var windows = new (PoolWindows, int[])[axes];
        for (var axis = 0; axis < axes; axis++)
        {
            if (before[axis] > taps[axis] / 2)
                throw new ArgumentOutOfRangeException(nameof(padding), before[axis], $"{op}: padding {padding} is more than half of the kernel {kernel}: windows would lie outside of the images {x}.{NameScope.Suffix}");
            var count = SlidingWindows.Count(op, x, x.Rank - axes + axis, 2L * before[axis], WindowGrid.Span(taps[axis], steps[axis]), strides[axis], ceilMode);
            var (first, inside, padded) = (new int[count], new int[count], new int[count]);
            for (var o = 0; o < count; o++)
            {
                var start = (long)o * strides[axis] - before[axis];
                var skipped = start < 0 ? (-start + steps[axis] - 1) / steps[axis] : 0;
                var from = start + skipped * steps[axis];
                var left = Math.Min(taps[axis] - skipped, (image[axis] - from + steps[axis] - 1) / steps[axis]);
                if (left <= 0)
                    throw new ArgumentException($"{op}: window {o} along axis {axis} of the images {x} reads nothing but padding: choose a smaller dilation or padding.{NameScope.Suffix}", nameof(padding));
                (first[o], inside[o]) = ((int)from, (int)left);
                padded[o] = (int)Math.Min(taps[axis], image[axis] + before[axis] - start);
            }
            windows[axis] = (new PoolWindows(image[axis], first, inside, steps[axis]), padded);
        }
        return windows;
    }

    /// <summary>What windows cover that divide each axis into a given number of nearly equal parts; they overlap by an element where it does not come out even.</summary>
    public static PoolWindows[] Adaptive(string op, Shape x, int axes, PerAxis outputSize)
    {
        var image = x.Extents[^axes..];
        var sizes = outputSize.For(op, axes, 0, nameof(outputSize), x);
        var windows = new PoolWindows[image.Length];
        for (var axis = 0; axis < windows.Length; axis++)
        {
            if (image[axis] == 0) throw new ArgumentException($"{op}: the images {x} are empty.{NameScope.Suffix}", nameof(outputSize));
            var (first, count) = (new int[sizes[axis]], new int[sizes[axis]]);
            for (var o = 0; o < first.Length; o++)
            {
                first[o] = (int)((long)o * image[axis] / first.Length);
                count[o] = (int)(((o + 1L) * image[axis] + first.Length - 1) / first.Length) - first[o];
            }
            windows[axis] = new PoolWindows(image[axis], first, count, 1);
        }
        return windows;
    }

    /// <summary>The matrix that sums what each window covers, divided by that window's divisor.</summary>
    public static SparseRows Averages(PoolWindows windows, ReadOnlySpan<int> divisors)
    {
        var starts = new int[windows.Windows + 1];
        for (var o = 0; o < windows.Windows; o++) starts[o + 1] = starts[o] + windows.Count[o];
        var (columns, weights) = (new int[starts[^1]], new double[starts[^1]]);
        for (var o = 0; o < windows.Windows; o++)
            for (var i = 0; i < windows.Count[o]; i++)
                (columns[starts[o] + i], weights[starts[o] + i]) = (windows.First[o] + i * windows.Step, 1.0 / divisors[o]);
        return new SparseRows(windows.Extent, starts, columns, weights);
    }

    /// <summary>The extents of the result.</summary>
    public static Shape Result(Shape x, PoolWindows[] axes)
    {
        var extents = x.Extents.ToArray();
        for (var axis = 0; axis < axes.Length; axis++) extents[extents.Length - axes.Length + axis] = axes[axis].Windows;
        return Shape.Owning(extents);
    }

    /// <summary>The largest element of each window, and its position in the image.</summary>
    public static (Tensor Values, Tensor Indices) Maxima(string op, Tensor x, PoolWindows[] axes)
    {
        var at = new MaxPoolPositionsOp(op, axes).Apply(x);
        var (planes, plane) = (Shape.Product(x.Shape.Extents[..^axes.Length]), Shape.Product(x.Shape.Extents[^axes.Length..]));
        var values = x.Reshape(new Shape(planes, plane)).Gather(1, at.Reshape(new Shape(planes, planes == 0 ? 0 : at.Size / planes)));
        return (values.Reshape(at.Shape), at);
    }
}
