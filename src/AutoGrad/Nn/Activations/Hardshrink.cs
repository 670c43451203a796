namespace AutoGrad.Nn;

/// <summary>x, or 0 within ±λ; see <see cref="Tensor.Hardshrink"/>.</summary>
/// <param name="lambda">The half width λ of what becomes 0.</param>
public sealed class Hardshrink(double lambda = 0.5) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Hardshrink(lambda);
}
