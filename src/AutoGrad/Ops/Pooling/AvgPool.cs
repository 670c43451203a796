using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The mean of each window that slides over sequences.</summary>
    /// <remarks>A linear function, computed along one axis after another. With <paramref name="ceilMode"/> the elements beyond the padding do not count.</remarks>
    /// <param name="kernel">Extents of a window.</param>
    /// <param name="stride">From one window to the next; the kernel unless given.</param>
    /// <param name="padding">Zeros on each side, at most half of the kernel; 0 unless given.</param>
    /// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
    /// <param name="countIncludePad">Count the zeros of the padding too.</param>
    /// <returns>[batch, channels, length], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, length], is not floating, or a window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A kernel extent or stride is below 1, a padding negative or more than half of the kernel.</exception>
    public Tensor AvgPool1d(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true) =>
        AvgPool("AvgPool1d", 1, kernel, stride, padding, ceilMode, countIncludePad, null);

    /// <summary>The mean of each window that slides over images.</summary>
    /// <remarks>A linear function, computed along one axis after another. With <paramref name="ceilMode"/> the elements beyond the padding do not count.</remarks>
    /// <param name="kernel">Extents of a window.</param>
    /// <param name="stride">From one window to the next; the kernel unless given.</param>
    /// <param name="padding">Zeros on each side, at most half of the kernel; 0 unless given.</param>
    /// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
    /// <param name="countIncludePad">Count the zeros of the padding too.</param>
    /// <param name="divisorOverride">What to divide each window's sum by instead; null for the number of its elements.</param>
    /// <returns>[batch, channels, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, height, width], is not floating, or a window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A kernel extent or stride is below 1, a padding negative or more than half of the kernel, or the divisor is 0.</exception>
    public Tensor AvgPool2d(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null) =>
        AvgPool("AvgPool2d", 2, kernel, stride, padding, ceilMode, countIncludePad, divisorOverride);

    /// <summary>The mean of each window that slides over volumes.</summary>
    /// <remarks>A linear function, computed along one axis after another. With <paramref name="ceilMode"/> the elements beyond the padding do not count.</remarks>
    /// <param name="kernel">Extents of a window.</param>
    /// <param name="stride">From one window to the next; the kernel unless given.</param>
    /// <param name="padding">Zeros on each side, at most half of the kernel; 0 unless given.</param>
    /// <param name="ceilMode">Also take a last window that does not fit as a whole.</param>
    /// <param name="countIncludePad">Count the zeros of the padding too.</param>
    /// <param name="divisorOverride">What to divide each window's sum by instead; null for the number of its elements.</param>
    /// <returns>[batch, channels, depth, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, depth, height, width], is not floating, or a window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A kernel extent or stride is below 1, a padding negative or more than half of the kernel, or the divisor is 0.</exception>
    public Tensor AvgPool3d(PerAxis kernel, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null) =>
        AvgPool("AvgPool3d", 3, kernel, stride, padding, ceilMode, countIncludePad, divisorOverride);

    private Tensor AvgPool(string op, int axes, PerAxis kernel, PerAxis stride, PerAxis padding, bool ceilMode, bool countIncludePad, int? divisorOverride)
    {
        Images.CheckRank(op, this, axes);
        if (!DType.IsFloating) throw Guard.NeedsFloat(op, DType);
        if (divisorOverride == 0) throw new ArgumentOutOfRangeException(nameof(divisorOverride), 0, $"{op}: the divisor of windows of {Shape} must not be 0: null divides by the number of elements.{NameScope.Suffix}");
        var windows = Pools.Sliding(op, Shape, axes, kernel, stride, padding, default, ceilMode);
        var y = this;
        for (var axis = axes - 1; axis >= 0; axis--)
        {
            var (inside, padded) = windows[axis];
            var divisors = countIncludePad ? padded : inside.Count;
            if (divisorOverride is not null)
            {
                // one axis divides for all
                divisors = new int[inside.Windows];
                Array.Fill(divisors, axis == 0 ? divisorOverride.Value : 1);
            }
            y = new AxisMapOp(op, Rank - axes + axis, Pools.Averages(inside, divisors)).Apply(y);
        }
        return y;
    }
}
