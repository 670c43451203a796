namespace AutoGrad.Nn;

/// <summary>Filters that slide over the input: what <see cref="Conv1d"/>, <see cref="Conv2d"/> and <see cref="Conv3d"/> share.</summary>
/// <remarks>Weights and biases start uniform in ±1/√(channels / groups · elements of the kernel), as in PyTorch.</remarks>
public abstract class ConvolutionLayer : Layer
{
    private readonly int _axes;

    private protected ConvolutionLayer(
        int axes, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Padding padding, PerAxis dilation, int groups, bool bias, PadMode? paddingMode,
        DType dtype, Generator? generator)
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
        if (!dilation.IsDefault) dilation.For(name, axes, 1, nameof(dilation));
        if (!padding.IsSame) padding.Amount.For(name, axes, 0, nameof(padding));
        if (paddingMode is { } mode && !Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(paddingMode), mode, $"{name}: there is no such mode.");
        (_axes, Stride, Padding, Dilation, Groups, PaddingMode) = (axes, stride, padding, dilation, groups, paddingMode);
        var bound = 1 / Math.Sqrt((double)(inChannels / groups) * Shape.Product(kernel));
        Weight = Init.Uniform(new Parameter(Tensor.Zeros([outChannels, inChannels / groups, .. kernel], dtype)), -bound, bound, generator);
        if (bias) Bias = Init.Uniform(new Parameter(Tensor.Zeros([outChannels], dtype)), -bound, bound, generator);
    }

    /// <summary>The filters, [outChannels, inChannels / groups, kernel...].</summary>
    /// <exception cref="ArgumentException">Set to a tensor with another number of axes.</exception>
    public Parameter Weight
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Rank != _axes + 2) throw new ArgumentException($"{GetType().Name}: a weight is [outChannels, inChannels / groups] with {_axes} extents of the kernel, not {value.Shape}.", nameof(value));
            field = Register(value);
        }
    }

    /// <summary>The bias, [outChannels]; null for none.</summary>
    public Parameter? Bias { get; set => field = Register(value); }

    /// <summary>From one window to the next.</summary>
    public PerAxis Stride { get; }

    /// <summary>How much is added on each side of the input.</summary>
    public Padding Padding { get; }

    /// <summary>What the border repeats of the input; null for zeros.</summary>
    public PadMode? PaddingMode { get; }

    /// <summary>From one element of a window to the next.</summary>
    public PerAxis Dilation { get; }

    /// <summary>Into how many parts channels and filters are divided.</summary>
    public int Groups { get; }

    /// <summary>The number of channels of the input.</summary>
    public int InChannels => Weight.Shape[1] * Groups;

    /// <summary>The number of filters, which is the number of channels of the output.</summary>
    public int OutChannels => Weight.Shape[0];

    /// <summary>The input with its border, where that is not zeros, and what is left for the convolution to add.</summary>
    private protected Tensor Padded(Tensor x, out Padding padding)
    {
        padding = Padding;
        if (PaddingMode is not { } mode || x.Rank < _axes + 1) return x;
        var name = GetType().Name;
        var amounts = new (int Before, int After)[_axes];
        var given = Padding.Amount.For(name, _axes, 0, nameof(padding));
        var dilation = Dilation.IsDefault ? null : Dilation.For(name, _axes, 1, nameof(Dilation));
        for (var axis = 0; axis < _axes; axis++)
        {
            var whole = (dilation?[axis] ?? 1) * (Weight.Shape[2 + axis] - 1);
            // where it is odd, the larger half comes after
            amounts[axis] = Padding.IsSame ? (whole / 2, whole - whole / 2) : (given[axis], given[axis]);
        }
        padding = default;
        return x.Pad(amounts, mode);
    }
}
