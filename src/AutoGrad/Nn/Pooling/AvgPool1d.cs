namespace AutoGrad.Nn;

/// <summary>The mean of each window that slides over sequences: see <see cref="Tensor.AvgPool1d"/>.</summary>
/// <param name="kernelSize">Extents of a window.</param>
/// <param name="stride">From one window to the next; the kernel unless given.</param>
/// <param name="padding">Zeros on each side, at most half of the kernel; 0 unless given.</param>
/// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
/// <param name="countIncludePad">Count the zeros of the padding too.</param>
public sealed class AvgPool1d(PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AvgPool1d(kernelSize, stride, padding, ceilMode, countIncludePad);
}
