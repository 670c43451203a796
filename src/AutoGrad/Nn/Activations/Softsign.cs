namespace AutoGrad.Nn;

/// <summary>x/(1 + |x|); see <see cref="Tensor.Softsign"/>.</summary>
public sealed class Softsign : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Softsign();
}
