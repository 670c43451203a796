namespace AutoGrad.Nn;

/// <summary>Channels laid out as finer pixels: see <see cref="Tensor.PixelShuffle"/>.</summary>
/// <param name="upscaleFactor">The factor r along height and width, at least 1.</param>
public sealed class PixelShuffle(int upscaleFactor) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.PixelShuffle(upscaleFactor);
}
