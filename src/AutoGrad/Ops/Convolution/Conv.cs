using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Convolution over sequences: filters slide over the input, and each result is the weighted sum of what its window covers.</summary>
    /// <remarks>
    /// <para>y[n, f, o] = b[f] + Σ w[f, c, t]·x[n, c, o·stride + t·dilation − padding] over channels c and taps t; as in PyTorch the kernel is not flipped (a cross-correlation). The result's extent along an axis is
    /// ⌊(input + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1.</para>
    /// <para>Computed as matrix products that read the windows where they lie; the bias is where the sums start from. Derivatives of any order are convolutions again.</para>
    /// </remarks>
    /// <param name="weight">The filters, [filters, channels / groups, kernel].</param>
    /// <param name="bias">What to add to each filter's results, [filters]; null for nothing.</param>
    /// <param name="stride">From one window to the next; 1 unless given.</param>
    /// <param name="padding">Zeros on each side of the input, or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <param name="groups">Into how many parts channels and filters are divided; the filters of a part see its channels only.</param>
    /// <returns>[batch, filters, length], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ShapeMismatchException">The channels do not fit the weight and the groups, the kernel is larger than the padded input, or the bias has another shape.</exception>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, length], or element types differ or are not floating; <see cref="Padding.Same"/> with a stride.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is below 1, or a padding negative.</exception>
    public Tensor Conv1d(Tensor weight, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve("Conv1d", 1, weight, bias, stride, padding, dilation, groups);

    /// <summary>Convolution over images: filters slide over the input, and each result is the weighted sum of what its window covers.</summary>
    /// <remarks>
    /// <para>y[n, f, i, j] = b[f] + Σ w[f, c, s, t]·x[n, c, i·stride + s·dilation − padding, j·stride + t·dilation − padding] over channels c and taps s, t; as in PyTorch the kernel is not flipped (a cross-correlation). The result's extent along an axis is
    /// ⌊(input + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1.</para>
    /// <para>Computed as matrix products that read the windows where they lie; the bias is where the sums start from. Derivatives of any order are convolutions again.</para>
    /// </remarks>
    /// <param name="weight">The filters, [filters, channels / groups, kernel height, kernel width].</param>
    /// <param name="bias">What to add to each filter's results, [filters]; null for nothing.</param>
    /// <param name="stride">From one window to the next; 1 unless given.</param>
    /// <param name="padding">Zeros on each side of the input, or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <param name="groups">Into how many parts channels and filters are divided; the filters of a part see its channels only.</param>
    /// <returns>[batch, filters, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ShapeMismatchException">The channels do not fit the weight and the groups, the kernel is larger than the padded input, or the bias has another shape.</exception>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, height, width], or element types differ or are not floating; <see cref="Padding.Same"/> with a stride.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is below 1, or a padding negative.</exception>
    public Tensor Conv2d(Tensor weight, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve("Conv2d", 2, weight, bias, stride, padding, dilation, groups);

    /// <summary>Convolution over volumes: filters slide over the input, and each result is the weighted sum of what its window covers.</summary>
    /// <remarks>
    /// <para>Like <see cref="Conv2d"/> with one more axis; as in PyTorch the kernel is not flipped (a cross-correlation). The result's extent along an axis is
    /// ⌊(input + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1.</para>
    /// <para>Computed as matrix products that read the windows where they lie; the bias is where the sums start from. Derivatives of any order are convolutions again.</para>
    /// </remarks>
    /// <param name="weight">The filters, [filters, channels / groups, kernel depth, kernel height, kernel width].</param>
    /// <param name="bias">What to add to each filter's results, [filters]; null for nothing.</param>
    /// <param name="stride">From one window to the next; 1 unless given.</param>
    /// <param name="padding">Zeros on each side of the input, or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <param name="groups">Into how many parts channels and filters are divided; the filters of a part see its channels only.</param>
    /// <returns>[batch, filters, depth, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ShapeMismatchException">The channels do not fit the weight and the groups, the kernel is larger than the padded input, or the bias has another shape.</exception>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, depth, height, width], or element types differ or are not floating; <see cref="Padding.Same"/> with a stride.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is below 1, or a padding negative.</exception>
    public Tensor Conv3d(Tensor weight, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve("Conv3d", 3, weight, bias, stride, padding, dilation, groups);

    private Tensor Convolve(string op, int axes, Tensor weight, Tensor? bias, PerAxis stride, Padding padding, PerAxis dilation, int groups)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var x = Images.Batched(op, this, axes);
        Guard.SameDType(op, this, weight);
        var shape = ConvolutionGeometry.Of(op, x.Shape, weight.Shape, axes, stride, padding, dilation, groups);
        CheckChannels(op, "bias", bias, shape.Groups * shape.Filters);
        var convolve = new ConvolveOp(op, shape);
        return Images.LikeInput(bias is null ? convolve.Apply(x, weight) : convolve.Apply(x, weight, bias), this);
    }

    /// <summary>Adds a number to each channel of [batch, channels, ...].</summary>
    private static Tensor AddBias(Tensor y, Tensor? bias) => bias is null ? y : y + bias.AlongChannels(y.Rank);

    /// <summary>A vector with one number a channel, in a shape that broadcasts over [batch, channels, ...].</summary>
    private Tensor AlongChannels(int rank)
    {
        var extents = new int[rank - 1];
        Array.Fill(extents, 1);
        extents[0] = Size;
        return Reshape(Shape.Owning(extents));
    }

    /// <summary>Refuses an optional vector that has not one number of the same type for each channel.</summary>
    private void CheckChannels(string op, string what, Tensor? vector, int channels)
    {
        if (vector is null) return;
        if (vector.Rank != 1 || vector.Size != channels) throw new ShapeMismatchException(op, Shape, vector.Shape, $"the {what} must be [{channels}], one number a channel");
        Guard.SameDType(op, this, vector);
    }
}
