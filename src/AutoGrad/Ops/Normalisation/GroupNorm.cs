using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Normalises each group of channels of each sample: (x − mean) / √(variance + ε), times a weight, plus a bias a channel.</summary>
    /// <remarks>Wu and He, "Group normalization", 2018. Does not depend on the batch.</remarks>
    /// <param name="groups">Into how many groups of neighbours the channels are divided.</param>
    /// <param name="weight">One factor a channel; null for 1.</param>
    /// <param name="bias">One summand a channel; null for 0.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <returns>A tensor in the shape of this one, [batch, channels, ...].</returns>
    /// <exception cref="ShapeMismatchException">A vector has not one number a channel.</exception>
    /// <exception cref="ArgumentException">There are fewer than two axes, the groups do not divide the channels, or element types differ or are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eps"/> is negative, or <paramref name="groups"/> below 1.</exception>
    public Tensor GroupNorm(int groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        var channels = Channels("GroupNorm", 2);
        if (groups < 1) throw new ArgumentOutOfRangeException(nameof(groups), groups, $"GroupNorm: there is at least one group.{NameScope.Suffix}");
        if (channels % groups != 0) throw new ArgumentException($"GroupNorm: {groups} groups do not divide the {channels} channels of {Shape}.{NameScope.Suffix}", nameof(groups));
        return Grouped("GroupNorm", groups, weight, bias, eps);
    }

    /// <summary>Normalises each channel of each sample: (x − mean) / √(variance + ε), times a weight, plus a bias a channel.</summary>
    /// <remarks>Ulyanov, Vedaldi and Lempitsky, "Instance normalization: the missing ingredient for fast stylization", 2016.</remarks>
    /// <param name="weight">One factor a channel; null for 1.</param>
    /// <param name="bias">One summand a channel; null for 0.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <returns>A tensor in the shape of this one, [batch, channels, extents...].</returns>
    /// <exception cref="ShapeMismatchException">A vector has not one number a channel.</exception>
    /// <exception cref="ArgumentException">There are fewer than three axes, only one element a channel, or element types differ or are not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eps"/> is negative.</exception>
    public Tensor InstanceNorm(Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        var channels = Channels("InstanceNorm", 3);
        if (Shape.Inner(1) == 1) throw new ArgumentException($"InstanceNorm: the input {Shape} has one element a channel, whose variance is 0.{NameScope.Suffix}", "input");
        return Grouped("InstanceNorm", channels, weight, bias, eps);
    }

    private Tensor Grouped(string op, int groups, Tensor? weight, Tensor? bias, double eps)
    {
        CheckChannels(op, "weight", weight, Shape[1]);
        CheckChannels(op, "bias", bias, Shape[1]);
        var members = groups == 0 ? 0 : Shape[1] / groups * Shape.Inner(1);
        CheckEpsilon(op, eps);
        var rows = Reshape(new Shape(Shape[0], groups, members));
        var y = rows.RowNormed(op, ReducedShape.OfFloats(op, rows, [2]), [members], null, null, eps).Reshape(Shape);
        if (weight is not null) y *= weight.AlongChannels(Rank);
        return AddBias(y, bias);
    }
}
