namespace AutoGrad.Nn;

/// <summary>x/6 + 1/2, held in [0, 1]; see <see cref="Tensor.Hardsigmoid"/>.</summary>
public sealed class Hardsigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Hardsigmoid();
}
