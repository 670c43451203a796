namespace AutoGrad.Nn;

/// <summary>log(1 + e^(βx))/β, a smooth max(x, 0); see <see cref="Tensor.Softplus"/>.</summary>
/// <param name="beta">How sharply it bends.</param>
/// <param name="threshold">Where βx is larger, the output is x.</param>
public sealed class Softplus(double beta = 1, double threshold = 20) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Softplus(beta, threshold);
}
