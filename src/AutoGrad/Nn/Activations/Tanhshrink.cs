namespace AutoGrad.Nn;

/// <summary>x − tanh x; see <see cref="Tensor.Tanhshrink"/>.</summary>
public sealed class Tanhshrink : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Tanhshrink();
}
