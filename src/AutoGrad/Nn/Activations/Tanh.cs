namespace AutoGrad.Nn;

/// <summary>The hyperbolic tangent, element by element; see <see cref="Tensor.Tanh"/>.</summary>
public sealed class Tanh : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Tanh();
}
