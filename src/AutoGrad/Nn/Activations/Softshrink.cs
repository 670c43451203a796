namespace AutoGrad.Nn;

/// <summary>x moved towards 0 by λ, and 0 within ±λ; see <see cref="Tensor.Softshrink"/>.</summary>
/// <param name="lambda">How far it is moved.</param>
public sealed class Softshrink(double lambda = 0.5) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Softshrink(lambda);
}
