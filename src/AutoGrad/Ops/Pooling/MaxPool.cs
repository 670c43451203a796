using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The largest element of each window that slides over sequences.</summary>
    /// <remarks>The gradient goes to that element; of equal ones to the first in row-major order, as in PyTorch. A window with a NaN gives NaN. Padding never wins.</remarks>
    /// <param name="kernel">Extents of a window.</param>
    /// <param name="stride">From one window to the next; the kernel unless given.</param>
    /// <param name="padding">How far windows reach outside on each side, at most half of the kernel; 0 unless given.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
    /// <returns>[batch, channels, length], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, length] of numbers, or a window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A kernel extent, stride or dilation is below 1, or a padding negative or more than half of the kernel.</exception>
    public Tensor MaxPool1d(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        new MaxPoolOp("MaxPool1d", MaxPoolWindows("MaxPool1d", this, 1, kernel, stride, padding, dilation, ceilMode)).Apply(this);

    /// <summary>The largest element of each window that slides over sequences, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the sequence of their channel.</returns>
    /// <inheritdoc cref="MaxPool1d"/>
    public (Tensor Values, Tensor Indices) MaxPool1dWithIndices(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        Pools.Maxima("MaxPool1dWithIndices", this, MaxPoolWindows("MaxPool1dWithIndices", this, 1, kernel, stride, padding, dilation, ceilMode));

    /// <summary>The largest element of each window that slides over images.</summary>
    /// <remarks>The gradient goes to that element; of equal ones to the first in row-major order, as in PyTorch. A window with a NaN gives NaN. Padding never wins.</remarks>
    /// <param name="kernel">Extents of a window.</param>
    /// <param name="stride">From one window to the next; the kernel unless given.</param>
    /// <param name="padding">How far windows reach outside on each side, at most half of the kernel; 0 unless given.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
    /// <returns>[batch, channels, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, height, width] of numbers, or a window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A kernel extent, stride or dilation is below 1, or a padding negative or more than half of the kernel.</exception>
    public Tensor MaxPool2d(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        new MaxPoolOp("MaxPool2d", MaxPoolWindows("MaxPool2d", this, 2, kernel, stride, padding, dilation, ceilMode)).Apply(this);

    /// <summary>The largest element of each window that slides over images, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the image of their channel.</returns>
    /// <inheritdoc cref="MaxPool2d"/>
    public (Tensor Values, Tensor Indices) MaxPool2dWithIndices(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        Pools.Maxima("MaxPool2dWithIndices", this, MaxPoolWindows("MaxPool2dWithIndices", this, 2, kernel, stride, padding, dilation, ceilMode));

    /// <summary>The largest element of each window that slides over volumes.</summary>
    /// <remarks>The gradient goes to that element; of equal ones to the first in row-major order, as in PyTorch. A window with a NaN gives NaN. Padding never wins.</remarks>
    /// <param name="kernel">Extents of a window.</param>
    /// <param name="stride">From one window to the next; the kernel unless given.</param>
    /// <param name="padding">How far windows reach outside on each side, at most half of the kernel; 0 unless given.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
    /// <returns>[batch, channels, depth, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, depth, height, width] of numbers, or a window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A kernel extent, stride or dilation is below 1, or a padding negative or more than half of the kernel.</exception>
    public Tensor MaxPool3d(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        new MaxPoolOp("MaxPool3d", MaxPoolWindows("MaxPool3d", this, 3, kernel, stride, padding, dilation, ceilMode)).Apply(this);

    /// <summary>The largest element of each window that slides over volumes, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the volume of their channel.</returns>
    /// <inheritdoc cref="MaxPool3d"/>
    public (Tensor Values, Tensor Indices) MaxPool3dWithIndices(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        Pools.Maxima("MaxPool3dWithIndices", this, MaxPoolWindows("MaxPool3dWithIndices", this, 3, kernel, stride, padding, dilation, ceilMode));

    private static PoolWindows[] MaxPoolWindows(string op, Tensor x, int axes, PerAxis kernel, PerAxis stride, PerAxis padding, PerAxis dilation, bool ceilMode) =>
        Array.ConvertAll(Pools.Sliding(op, Pools.Checked(op, x, axes), axes, kernel, stride, padding, dilation, ceilMode), w => w.Windows);
}
