namespace AutoGrad.Nn;

/// <summary>Filters that spread each input element over a window: what <see cref="ConvTranspose1d"/>, <see cref="ConvTranspose2d"/> and <see cref="ConvTranspose3d"/> share.</summary>
/// <remarks>Weights and biases start uniform in ±1/√(outChannels / groups · elements of the kernel), as in PyTorch.</remarks>
public abstract class TransposedConvolutionLayer : Layer
{
    private readonly int _axes;

    private protected TransposedConvolutionLayer(
        int axes, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, PerAxis padding, PerAxis outputPadding, int groups, bool bias, PerAxis dilation, DType dtype, Generator? generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        var name = GetType().Name;
        if (inChannels % groups != 0) throw new ArgumentException($"{name}: {groups} groups do not divide {inChannels} input channels.", nameof(groups));
        if (outChannels % groups != 0) throw new ArgumentException($"{name}: {groups} groups do not divide {outChannels} output channels.", nameof(groups));
        if (kernelSize.IsDefault) throw new ArgumentException($"{name}: give the kernel's extents, as in {name}(3, 16, 3).", nameof(kernelSize));
        var kernel = kernelSize.For(name, axes, 1, nameof(kernelSize));
        // wrong numbers are refused here, not at the first call
        if (!stride.IsDefault) stride.For(name, axes, 1, nameof(stride));
        if (!padding.IsDefault) padding.For(name, axes, 0, nameof(padding));
        if (!outputPadding.IsDefault) outputPadding.For(name, axes, 0, nameof(outputPadding));
        if (!dilation.IsDefault) dilation.For(name, axes, 1, nameof(dilation));
        (_axes, Stride, Padding, OutputPadding, Dilation, Groups) = (axes, stride, padding, outputPadding, dilation, groups);
        var bound = 1 / Math.Sqrt((double)(outChannels / groups) * Shape.Product(kernel));
        Weight = Init.Uniform(new Parameter(Tensor.Zeros([inChannels, outChannels / groups, .. kernel], dtype)), -bound, bound, generator);
        if (bias) Bias = Init.Uniform(new Parameter(Tensor.Zeros([outChannels], dtype)), -bound, bound, generator);
    }

    /// <summary>The filters, [inChannels, outChannels / groups, kernel...].</summary>
    /// <exception cref="ArgumentException">Set to a tensor with another number of axes.</exception>
    public Parameter Weight
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Rank != _axes + 2) throw new ArgumentException($"{GetType().Name}: a weight is [inChannels, outChannels / groups] with {_axes} extents of the kernel, not {value.Shape}.", nameof(value));
            field = Register(value);
        }
    }

    /// <summary>The bias, [outChannels]; null for none.</summary>
    public Parameter? Bias { get; set => field = Register(value); }

    /// <summary>From one window to the next.</summary>
    public PerAxis Stride { get; }

    /// <summary>How much is cut off on each side of the output.</summary>
    public PerAxis Padding { get; }

    /// <summary>How much is added at the end of each axis.</summary>
    public PerAxis OutputPadding { get; }

    /// <summary>From one element of a window to the next.</summary>
    public PerAxis Dilation { get; }

    /// <summary>Into how many parts the channels are divided.</summary>
    public int Groups { get; }

    /// <summary>The number of channels of the input.</summary>
    public int InChannels => Weight.Shape[0];

    /// <summary>The number of channels of the output.</summary>
    public int OutChannels => Weight.Shape[1] * Groups;

    /// <summary>Computes an output of a given size, of the several that a convolution reduces to the input's.</summary>
    /// <param name="x">The input.</param>
    /// <param name="outputSize">The extents of the output after its channels.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">There is no such output, or the input does not fit.</exception>
    public Tensor Call(Tensor x, PerAxis outputSize) => Within(x, input => Convolve(input, Missing(input, outputSize)));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Convolve(x, OutputPadding);

    private protected abstract Tensor Convolve(Tensor x, PerAxis outputPadding);

    // the output padding that makes the output this large
    private PerAxis Missing(Tensor x, PerAxis outputSize)
    {
        var name = GetType().Name;
        if (x.Rank != _axes + 1 && x.Rank != _axes + 2) return OutputPadding;
        var sizes = outputSize.For(name, _axes, 1, nameof(outputSize), x.Shape);
        var (stride, padding, dilation) = (Filled(Stride, 1), Filled(Padding, 0), Filled(Dilation, 1));
        for (var axis = 0; axis < _axes; axis++)
        {
            var least = (x.Shape[x.Rank - _axes + axis] - 1) * stride[axis] - 2 * padding[axis] + dilation[axis] * (Weight.Shape[2 + axis] - 1) + 1;
            var missing = sizes[axis] - least;
            if (missing < 0 || missing >= Math.Max(stride[axis], dilation[axis]))
                throw new ArgumentException($"{name}: from {x.Shape} an extent is at least {least} and below {least + Math.Max(stride[axis], dilation[axis])}, not {sizes[axis]}.{NameScope.Suffix}", nameof(outputSize));
            sizes[axis] = missing;
        }
        return _axes switch { 1 => sizes[0], 2 => (sizes[0], sizes[1]), _ => (sizes[0], sizes[1], sizes[2]) };

        int[] Filled(PerAxis numbers, int usual) => numbers.IsDefault ? [.. Enumerable.Repeat(usual, _axes)] : numbers.For(name, _axes, 0, name);
    }
}
