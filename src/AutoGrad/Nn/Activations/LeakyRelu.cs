namespace AutoGrad.Nn;

/// <summary>x where positive, a small multiple of x elsewhere; see <see cref="Tensor.LeakyRelu"/>.</summary>
/// <param name="negativeSlope">The multiple for negative x.</param>
public sealed class LeakyRelu(double negativeSlope = 0.01) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.LeakyRelu(negativeSlope);
}
