namespace AutoGrad.Nn;

/// <summary>Normalises each group of channels of each sample: see <see cref="Tensor.GroupNorm"/>.</summary>
/// <remarks>Takes [batch, channels, ...] to the same shape, and does not depend on the batch. Weights start at 1 and biases at 0. Wu and He, 2018.</remarks>
public sealed class GroupNorm : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="groups">Into how many groups of neighbours the channels are divided.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <param name="affine">Whether to multiply by a weight and add a bias, one a channel.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> or <paramref name="channels"/> is below 1, or <paramref name="eps"/> negative.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels, or <paramref name="dtype"/> is not floating.</exception>
    public GroupNorm(int groups, int channels, double eps = 1e-5, bool affine = true, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (channels % groups != 0) throw new ArgumentException($"GroupNorm: {groups} groups do not divide {channels} channels.", nameof(groups));
        if (!(eps >= 0)) throw new ArgumentOutOfRangeException(nameof(eps), eps, "GroupNorm: eps is added to a variance and must not be negative.");
        if (!dtype.IsFloating) throw new ArgumentException($"GroupNorm: a layer is Float32 or Float64, not {dtype}.", nameof(dtype));
        (Groups, Channels, Eps) = (groups, channels, eps);
        if (!affine) return;
        Weight = new Parameter(Tensor.Ones([channels], dtype));
        Bias = new Parameter(Tensor.Zeros([channels], dtype));
    }

    /// <summary>One factor a channel, [channels]; null for 1.</summary>
    public Parameter? Weight { get; set => field = Register(value); }

    /// <summary>One summand a channel, [channels]; null for 0.</summary>
    public Parameter? Bias { get; set => field = Register(value); }

    /// <summary>Into how many groups the channels are divided.</summary>
    public int Groups { get; }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>What is added to the variance.</summary>
    public double Eps { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (x.Rank < 2 || x.Shape[1] != Channels)
            throw new ShapeMismatchException("GroupNorm", x.Shape, [Channels], $"the input must be [batch, {Channels}, ...], with the layer's {Channels} channels on axis 1");
        return x.GroupNorm(Groups, Weight, Bias, Eps);
    }
}
