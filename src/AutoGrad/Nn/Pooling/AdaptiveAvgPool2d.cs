namespace AutoGrad.Nn;

/// <summary>The mean of nearly equal parts of images, so many that the output has a given size: see <see cref="Tensor.AdaptiveAvgPool2d"/>.</summary>
/// <param name="outputSize">How many parts along each axis; 1 for the mean of the whole image.</param>
public sealed class AdaptiveAvgPool2d(PerAxis outputSize) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveAvgPool2d(outputSize);
}
