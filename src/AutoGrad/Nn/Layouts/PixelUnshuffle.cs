namespace AutoGrad.Nn;

/// <summary>Pixels laid out as channels: see <see cref="Tensor.PixelUnshuffle"/>.</summary>
/// <param name="downscaleFactor">The factor r along height and width, at least 1.</param>
public sealed class PixelUnshuffle(int downscaleFactor) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.PixelUnshuffle(downscaleFactor);
}
