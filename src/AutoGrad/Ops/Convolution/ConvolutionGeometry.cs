using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>Works out the extents of a convolution, and refuses what does not fit.</summary>
internal static class ConvolutionGeometry
{
    /// <summary>Of images [batch, channels, ...] and weights [filters, channels / groups, kernel...].</summary>
    public static ConvolutionShape Of(string op, Shape x, Shape w, int axes, PerAxis stride, Padding padding, PerAxis dilation, int groups)
    {
        CheckWeight(op, x, w, axes, groups);
        if (x[1] != w[1] * groups)
            throw new ShapeMismatchException(op, x, w, $"the weight takes {w[1]} channels for each of {groups} groups, the input has {x[1]}{(x[1] % groups == 0 ? $": the weight's axis 1 must be {x[1] / groups}" : ", which the groups do not divide")}");
        if (w[0] % groups != 0) throw new ShapeMismatchException(op, x, w, $"{w[0]} filters do not divide among {groups} groups");
        var (kernel, strides, dilations) = (w.Extents[2..].ToArray(), Of(op, stride, axes, nameof(stride), x, w), Of(op, dilation, axes, nameof(dilation), x, w));
        var input = x.Extents[2..].ToArray();
        var (before, output) = padding.IsSame ? Same(op, x, w, strides, dilations) : (padding.Amount.For(op, axes, 0, nameof(padding), x, w), new int[axes]);
        if (!padding.IsSame)
            for (var axis = 0; axis < axes; axis++)
                output[axis] = Windows(op, x, w, axis, input[axis] + 2L * before[axis], WindowGrid.Span(kernel[axis], dilations[axis]), strides[axis]);
        return Checked(op, x, w, new ConvolutionShape(x[0], groups, w[1], w[0] / groups, new WindowGrid(input, kernel, strides, before, dilations, output)));
    }

    /// <summary>Of the results [batch, filters, ...] that a transposed convolution starts from and weights [filters, channels / groups, kernel...].</summary>
    public static ConvolutionShape OfTransposed(string op, Shape y, Shape w, int axes, PerAxis stride, PerAxis padding, PerAxis outputPadding, int groups, PerAxis dilation)
    {
        CheckWeight(op, y, w, axes, groups);
        if (y[1] != w[0]) throw new ShapeMismatchException(op, y, w, $"the input has {y[1]} channels, so the weight's axis 0 must be {y[1]}: a transposed convolution's weight is [input channels, output channels / groups, kernel...]");
        if (y[1] % groups != 0) throw new ShapeMismatchException(op, y, w, $"{y[1]} channels do not divide among {groups} groups");
        var (kernel, strides, dilations) = (w.Extents[2..].ToArray(), Of(op, stride, axes, nameof(stride), y, w), Of(op, dilation, axes, nameof(dilation), y, w));
        var (cut, more) = (Amounts(op, padding, axes, nameof(padding), y, w), Amounts(op, outputPadding, axes, nameof(outputPadding), y, w));
        var (input, output) = (new int[axes], y.Extents[2..].ToArray());
        for (var axis = 0; axis < axes; axis++)
        {
            if (more[axis] >= Math.Max(strides[axis], dilations[axis]))
                throw new ArgumentOutOfRangeException(nameof(outputPadding), more[axis], $"{op}: outputPadding {outputPadding} must be smaller than stride {strides[axis]} or dilation {dilations[axis]} on axis {axis + 2} of {y}, with {w}: it only chooses among the extents that a convolution rounds down.{NameScope.Suffix}");
            var extent = (output[axis] - 1L) * strides[axis] - 2L * cut[axis] + WindowGrid.Span(kernel[axis], dilations[axis]) + more[axis];
            if (extent is < 1 or > int.MaxValue)
                throw new ShapeMismatchException(op, y, w, $"axis {axis + 2} of the result would have the extent {extent}: choose another padding, stride or dilation");
            input[axis] = (int)extent;
        }
        return Checked(op, y, w, new ConvolutionShape(y[0], groups, w[1], w[0] / groups, new WindowGrid(input, kernel, strides, cut, dilations, output)));
    }

    /// <summary>Strides and dilations: 1 unless given.</summary>
    public static int[] Of(string op, PerAxis steps, int axes, string parameter, params ReadOnlySpan<Shape> operands) => (steps.IsDefault ? 1 : steps).For(op, axes, 1, parameter, operands);

    /// <summary>Paddings: 0 unless given.</summary>
    public static int[] Amounts(string op, PerAxis amounts, int axes, string parameter, params ReadOnlySpan<Shape> operands) => (amounts.IsDefault ? 0 : amounts).For(op, axes, 0, parameter, operands);

    private static void CheckWeight(string op, Shape x, Shape w, int axes, int groups)
    {
        if (groups < 1) throw new ArgumentOutOfRangeException(nameof(groups), groups, $"{op}: {groups} groups of {x} and {w}: there is at least one.{NameScope.Suffix}");
        if (w.Rank != axes + 2) throw new ShapeMismatchException(op, x, w, $"the weight must have {axes + 2} axes: filters, channels and {axes} of the kernel");
        if (w.Extents.Contains(0)) throw new ShapeMismatchException(op, x, w, "the weight is empty");
    }

    private static int Windows(string op, Shape x, Shape w, int axis, long padded, long span, int stride) => padded >= span
        ? (int)Math.Min((padded - span) / stride + 1, int.MaxValue)
        : throw new ShapeMismatchException(op, x, w, $"the kernel spans {span} on axis {axis + 2}, the padded input only {padded}: pad more, or take a smaller kernel or dilation");

    private static (int[] Before, int[] Output) Same(string op, Shape x, Shape w, int[] stride, int[] dilation)
    {
        var before = new int[stride.Length];
        for (var axis = 0; axis < before.Length; axis++)
        {
            if (stride[axis] != 1) throw new ArgumentException($"{op}: Padding.Same keeps the extents of {x} under {w}, which stride {stride[axis]} does not: use stride 1 or a number of zeros.{NameScope.Suffix}", nameof(stride));
            before[axis] = (int)((WindowGrid.Span(w[axis + 2], dilation[axis]) - 1) / 2);
        }
        return (before, x.Extents[2..].ToArray());
    }

    // each image's windows must fit one workspace
    private static ConvolutionShape Checked(string op, Shape x, Shape w, ConvolutionShape shape)
    {
        var columns = (long)shape.Channels;
        foreach (var taps in shape.Grid.Kernel) columns = Math.Min(columns * taps, Array.MaxLength + 1L);
        foreach (var windows in shape.Grid.Output) columns = Math.Min(columns * windows, Array.MaxLength + 1L);
        for (var axis = 0; axis < shape.Grid.Rank; axis++)
            if (shape.Grid.Input[axis] + 2L * shape.Grid.Padding[axis] > Array.MaxLength) columns = Array.MaxLength + 1L;
        return columns <= Array.MaxLength ? shape : throw new ShapeMismatchException(op, x, w, $"the windows of one image hold more than {Array.MaxLength} numbers");
    }
}
