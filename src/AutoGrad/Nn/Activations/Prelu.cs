namespace AutoGrad.Nn;

/// <summary>x where positive, a trainable multiple of x elsewhere; see <see cref="Tensor.Prelu"/>.</summary>
/// <remarks>He et al., "Delving deep into rectifiers", 2015.</remarks>
public sealed class Prelu : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="channels">1 for one multiple, or the extent of the input's axis 1 for one a channel.</param>
    /// <param name="initial">The first value of the multiples.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating.</exception>
    public Prelu(int channels = 1, double initial = 0.25, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        Weight = new Parameter(Tensor.Full([channels], initial, dtype));
    }

    /// <summary>The multiples, [channels].</summary>
    public Parameter Weight { get; set => field = Register(value); }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Prelu(Weight);
}
