namespace AutoGrad.Nn;

/// <summary>x held in [0, 6]; see <see cref="Tensor.Relu6"/>.</summary>
public sealed class Relu6 : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Relu6();
}
