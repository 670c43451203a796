namespace AutoGrad.Nn;

/// <summary>The mean of nearly equal parts of sequences, so many that the output has a given size: see <see cref="Tensor.AdaptiveAvgPool1d"/>.</summary>
/// <param name="outputSize">How many parts along each axis; 1 for the mean of the whole sequence.</param>
public sealed class AdaptiveAvgPool1d(PerAxis outputSize) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveAvgPool1d(outputSize);
}
