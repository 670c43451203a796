using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Transposed convolution over sequences: each input element adds the kernel, times itself, to the window it stands for; the gradient of <see cref="Conv1d"/> in its input.</summary>
    /// <remarks>PyTorch's <c>conv_transpose1d</c>. The result's extent along an axis is (input − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1: what a convolution with these settings reduces to the input's.</remarks>
    /// <param name="weight">The kernels, [channels, result channels / groups, kernel].</param>
    /// <param name="bias">What to add to each channel of the result; null for nothing.</param>
    /// <param name="stride">From one window to the next; 1 unless given.</param>
    /// <param name="padding">How much to cut off on each side of the result; 0 unless given.</param>
    /// <param name="outputPadding">How much to add at the end of each axis, since several extents reduce to one; smaller than stride or dilation; 0 unless given.</param>
    /// <param name="groups">Into how many parts the channels are divided.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <returns>[batch, result channels, length], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ShapeMismatchException">The channels do not fit the weight and the groups, the result would be empty, or the bias has another shape.</exception>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, length], or element types differ or are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is below 1, a padding negative, or outputPadding too large.</exception>
    public Tensor ConvTranspose1d(Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis outputPadding = default, int groups = 1, PerAxis dilation = default) =>
        ConvolveTransposed("ConvTranspose1d", 1, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>Transposed convolution over images: each input element adds the kernel, times itself, to the window it stands for; the gradient of <see cref="Conv2d"/> in its input.</summary>
    /// <remarks>PyTorch's <c>conv_transpose2d</c>. The result's extent along an axis is (input − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1: what a convolution with these settings reduces to the input's.</remarks>
    /// <param name="weight">The kernels, [channels, result channels / groups, kernel height, kernel width].</param>
    /// <param name="bias">What to add to each channel of the result; null for nothing.</param>
    /// <param name="stride">From one window to the next; 1 unless given.</param>
    /// <param name="padding">How much to cut off on each side of the result; 0 unless given.</param>
    /// <param name="outputPadding">How much to add at the end of each axis, since several extents reduce to one; smaller than stride or dilation; 0 unless given.</param>
    /// <param name="groups">Into how many parts the channels are divided.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <returns>[batch, result channels, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ShapeMismatchException">The channels do not fit the weight and the groups, the result would be empty, or the bias has another shape.</exception>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, height, width], or element types differ or are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is below 1, a padding negative, or outputPadding too large.</exception>
    public Tensor ConvTranspose2d(Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis outputPadding = default, int groups = 1, PerAxis dilation = default) =>
        ConvolveTransposed("ConvTranspose2d", 2, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>Transposed convolution over volumes: each input element adds the kernel, times itself, to the window it stands for; the gradient of <see cref="Conv3d"/> in its input.</summary>
    /// <remarks>PyTorch's <c>conv_transpose3d</c>. The result's extent along an axis is (input − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1: what a convolution with these settings reduces to the input's.</remarks>
    /// <param name="weight">The kernels, [channels, result channels / groups, kernel depth, kernel height, kernel width].</param>
    /// <param name="bias">What to add to each channel of the result; null for nothing.</param>
    /// <param name="stride">From one window to the next; 1 unless given.</param>
    /// <param name="padding">How much to cut off on each side of the result; 0 unless given.</param>
    /// <param name="outputPadding">How much to add at the end of each axis, since several extents reduce to one; smaller than stride or dilation; 0 unless given.</param>
    /// <param name="groups">Into how many parts the channels are divided.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <returns>[batch, result channels, depth, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ShapeMismatchException">The channels do not fit the weight and the groups, the result would be empty, or the bias has another shape.</exception>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, depth, height, width], or element types differ or are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is below 1, a padding negative, or outputPadding too large.</exception>
    public Tensor ConvTranspose3d(Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis outputPadding = default, int groups = 1, PerAxis dilation = default) =>
        ConvolveTransposed("ConvTranspose3d", 3, weight, bias, stride, padding, outputPadding, groups, dilation);

    private Tensor ConvolveTransposed(string op, int axes, Tensor weight, Tensor? bias, PerAxis stride, PerAxis padding, PerAxis outputPadding, int groups, PerAxis dilation)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var y = Images.Batched(op, this, axes);
        Guard.SameDType(op, this, weight);
        var shape = ConvolutionGeometry.OfTransposed(op, y.Shape, weight.Shape, axes, stride, padding, outputPadding, groups, dilation);
        CheckChannels(op, "bias", bias, shape.Groups * shape.Channels);
        var convolve = new ConvolveToInputOp(op, shape);
        return Images.LikeInput(bias is null ? convolve.Apply(y, weight) : convolve.Apply(y, weight, bias), this);
    }
}
