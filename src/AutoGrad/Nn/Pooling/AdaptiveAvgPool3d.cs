namespace AutoGrad.Nn;

/// <summary>The mean of nearly equal parts of volumes, so many that the output has a given size: see <see cref="Tensor.AdaptiveAvgPool3d"/>.</summary>
/// <param name="outputSize">How many parts along each axis; 1 for the mean of the whole volume.</param>
public sealed class AdaptiveAvgPool3d(PerAxis outputSize) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveAvgPool3d(outputSize);
}
