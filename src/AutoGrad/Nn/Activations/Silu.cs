namespace AutoGrad.Nn;

/// <summary>x σ(x), also called swish; see <see cref="Tensor.Silu"/>.</summary>
public sealed class Silu : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Silu();
}
