namespace AutoGrad.Nn;

/// <summary>x where positive, α(e^(x/α) − 1) elsewhere; see <see cref="Tensor.Celu"/>.</summary>
/// <param name="alpha">The output tends to −α for large negative x.</param>
public sealed class Celu(double alpha = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Celu(alpha);
}
