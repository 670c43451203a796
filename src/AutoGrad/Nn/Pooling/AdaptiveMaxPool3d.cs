namespace AutoGrad.Nn;

/// <summary>The largest element of nearly equal parts of volumes, so many that the output has a given size: see <see cref="Tensor.AdaptiveMaxPool3d"/>.</summary>
/// <param name="outputSize">How many parts along each axis; 1 for the largest element of the whole volume.</param>
public sealed class AdaptiveMaxPool3d(PerAxis outputSize) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveMaxPool3d(outputSize);
}
