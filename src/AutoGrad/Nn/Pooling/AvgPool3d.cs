namespace AutoGrad.Nn;

/// <summary>The mean of each window that slides over volumes: see <see cref="Tensor.AvgPool3d"/>.</summary>
/// <param name="kernelSize">Extents of a window.</param>
/// <param name="stride">From one window to the next; the kernel unless given.</param>
/// <param name="padding">Zeros on each side, at most half of the kernel; 0 unless given.</param>
/// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
/// <param name="countIncludePad">Count the zeros of the padding too.</param>
/// <param name="divisorOverride">What to divide each window's sum by instead; null for the number of its elements.</param>
public sealed class AvgPool3d(PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AvgPool3d(kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
}
