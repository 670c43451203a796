namespace AutoGrad.Nn;

/// <summary>x Φ(x), where Φ is the normal distribution function; see <see cref="Tensor.Gelu"/>.</summary>
/// <param name="approximation">How Φ is computed.</param>
public sealed class Gelu(GeluApproximation approximation = GeluApproximation.None) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Gelu(approximation);
}
