namespace AutoGrad.Nn;

/// <summary>x above a threshold, a fixed value elsewhere; see <see cref="Tensor.Threshold"/>.</summary>
/// <param name="threshold">Where it changes.</param>
/// <param name="value">The output at the threshold and below.</param>
public sealed class Threshold(double threshold, double value) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Threshold(threshold, value);
}
