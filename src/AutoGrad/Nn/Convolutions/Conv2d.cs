namespace AutoGrad.Nn;

/// <summary>Convolution over images: see <see cref="Tensor.Conv2d"/>.</summary>
/// <remarks>Takes [batch, inChannels, height, width] to [batch, outChannels, height, width]. Weights and biases start uniform in ±1/√(channels / groups · elements of the kernel), as in PyTorch.</remarks>
/// <param name="inChannels">The number of channels of the input.</param>
/// <param name="outChannels">The number of filters, which is the number of channels of the output.</param>
/// <param name="kernelSize">The kernel's extents.</param>
/// <param name="stride">From one window to the next; 1 unless given.</param>
/// <param name="padding">How much to add on each side of the input, or <see cref="Padding.Same"/>.</param>
/// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
/// <param name="groups">Into how many parts channels and filters are divided; the filters of a part see its channels only.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="paddingMode">What the border repeats of the input; null for zeros.</param>
/// <param name="dtype">Float32 or Float64.</param>
/// <param name="generator">Where the weights are drawn from; null for <see cref="Generator.Default"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A number of channels or groups, an extent, a stride or a dilation is below 1, or a padding negative.</exception>
/// <exception cref="ArgumentException">The groups do not divide the channels, <paramref name="dtype"/> is not floating, or there are numbers for another count of axes.</exception>
public sealed class Conv2d(
    int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1,
    bool bias = true, PadMode? paddingMode = null, DType dtype = DType.Float32, Generator? generator = null)
    : ConvolutionLayer(2, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, dtype, generator)
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Padded(x, out var padding).Conv2d(Weight, Bias, Stride, padding, Dilation, Groups);
}
