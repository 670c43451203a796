namespace AutoGrad.Nn;

/// <summary>The largest element of nearly equal parts of images, so many that the output has a given size: see <see cref="Tensor.AdaptiveMaxPool2d"/>.</summary>
/// <param name="outputSize">How many parts along each axis; 1 for the largest element of the whole image.</param>
public sealed class AdaptiveMaxPool2d(PerAxis outputSize) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveMaxPool2d(outputSize);
}
