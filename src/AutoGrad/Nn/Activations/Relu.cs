namespace AutoGrad.Nn;

/// <summary>max(x, 0), element by element; see <see cref="Tensor.Relu"/>.</summary>
public sealed class Relu : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Relu();
}
