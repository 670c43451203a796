namespace AutoGrad.Nn;

/// <summary>x where positive, α(eˣ − 1) elsewhere; see <see cref="Tensor.Elu"/>.</summary>
/// <param name="alpha">The output tends to −α for large negative x.</param>
public sealed class Elu(double alpha = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Elu(alpha);
}
