namespace AutoGrad.Nn;

/// <summary>The largest element of each window that slides over sequences: see <see cref="Tensor.MaxPool1d"/>.</summary>
/// <param name="kernelSize">Extents of a window.</param>
/// <param name="stride">From one window to the next; the kernel unless given.</param>
/// <param name="padding">How far windows reach outside on each side, at most half of the kernel; 0 unless given.</param>
/// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
/// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
public sealed class MaxPool1d(PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.MaxPool1d(kernelSize, stride, padding, dilation, ceilMode);
}
