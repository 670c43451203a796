namespace AutoGrad.Nn;

/// <summary>log σ(x), without overflow; see <see cref="Tensor.LogSigmoid"/>.</summary>
public sealed class LogSigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.LogSigmoid();
}
