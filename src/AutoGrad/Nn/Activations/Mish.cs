namespace AutoGrad.Nn;

/// <summary>x tanh(log(1 + eˣ)); see <see cref="Tensor.Mish"/>.</summary>
public sealed class Mish : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Mish();
}
