namespace AutoGrad.Nn;

/// <summary>The largest element of nearly equal parts of sequences, so many that the output has a given size: see <see cref="Tensor.AdaptiveMaxPool1d"/>.</summary>
/// <param name="outputSize">How many parts along each axis; 1 for the largest element of the whole sequence.</param>
public sealed class AdaptiveMaxPool1d(PerAxis outputSize) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveMaxPool1d(outputSize);
}
