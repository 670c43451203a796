namespace AutoGrad.Nn;

/// <summary>x held in an interval; see <see cref="Tensor.Hardtanh"/>.</summary>
/// <param name="min">The least output.</param>
/// <param name="max">The largest output.</param>
public sealed class Hardtanh(double min = -1, double max = 1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Hardtanh(min, max);
}
