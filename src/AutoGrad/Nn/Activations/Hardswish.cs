namespace AutoGrad.Nn;

/// <summary>x times its <see cref="Hardsigmoid"/>; see <see cref="Tensor.Hardswish"/>.</summary>
public sealed class Hardswish : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Hardswish();
}
