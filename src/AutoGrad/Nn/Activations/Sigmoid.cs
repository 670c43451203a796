namespace AutoGrad.Nn;

/// <summary>1/(1 + e⁻ˣ), element by element; see <see cref="Tensor.Sigmoid"/>.</summary>
public sealed class Sigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Sigmoid();
}
