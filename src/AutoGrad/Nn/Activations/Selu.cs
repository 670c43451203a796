namespace AutoGrad.Nn;

/// <summary>λx where positive, λα(eˣ − 1) elsewhere, with λ and α that keep mean 0 and variance 1 from layer to layer; see <see cref="Tensor.Selu"/>.</summary>
public sealed class Selu : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Selu();
}
