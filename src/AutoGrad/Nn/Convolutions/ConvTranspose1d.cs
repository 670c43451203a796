namespace AutoGrad.Nn;

/// <summary>Transposed convolution over sequences: see <see cref="Tensor.ConvTranspose1d"/>.</summary>
/// <remarks>Takes [batch, inChannels, length] to [batch, outChannels, length], larger by the stride. Weights and biases start uniform in ±1/√(outChannels / groups · elements of the kernel), as in PyTorch.</remarks>
/// <param name="inChannels">The number of channels of the input.</param>
/// <param name="outChannels">The number of channels of the output.</param>
/// <param name="kernelSize">The kernel's extents.</param>
/// <param name="stride">From one window to the next; 1 unless given.</param>
/// <param name="padding">How much to cut off on each side of the output; 0 unless given.</param>
/// <param name="outputPadding">How much to add at the end of each axis; smaller than stride or dilation; 0 unless given.</param>
/// <param name="groups">Into how many parts the channels are divided.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
/// <param name="dtype">Float32 or Float64.</param>
/// <param name="generator">Where the weights are drawn from; null for <see cref="Generator.Default"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A number of channels or groups, an extent, a stride or a dilation is below 1, or a padding negative.</exception>
/// <exception cref="ArgumentException">The groups do not divide the channels, <paramref name="dtype"/> is not floating, or there are numbers for another count of axes.</exception>
public sealed class ConvTranspose1d(
    int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis outputPadding = default, int groups = 1, bool bias = true,
    PerAxis dilation = default, DType dtype = DType.Float32, Generator? generator = null)
    : TransposedConvolutionLayer(1, inChannels, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, dtype, generator)
{
    private protected override Tensor Convolve(Tensor x, PerAxis outputPadding) => x.ConvTranspose1d(Weight, Bias, Stride, Padding, outputPadding, Groups, Dilation);
}
