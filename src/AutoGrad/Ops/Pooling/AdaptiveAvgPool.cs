using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The mean of nearly equal parts of sequences, so many that the result has a given size.</summary>
    /// <remarks>Part o of n covers the elements ⌊o·extent/n⌋ to ⌈(o + 1)·extent/n⌉ − 1 of an axis.</remarks>
    /// <param name="outputSize">How many parts along each axis.</param>
    /// <returns>[batch, channels, length], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, length], is not floating, or has an empty axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Tensor AdaptiveAvgPool1d(PerAxis outputSize) => AdaptiveAvgPool("AdaptiveAvgPool1d", 1, outputSize);

    /// <summary>The mean of nearly equal parts of images, so many that the result has a given size.</summary>
    /// <remarks>Part o of n covers the elements ⌊o·extent/n⌋ to ⌈(o + 1)·extent/n⌉ − 1 of an axis.</remarks>
    /// <param name="outputSize">How many parts along each axis.</param>
    /// <returns>[batch, channels, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, height, width], is not floating, or has an empty axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Tensor AdaptiveAvgPool2d(PerAxis outputSize) => AdaptiveAvgPool("AdaptiveAvgPool2d", 2, outputSize);

    /// <summary>The mean of nearly equal parts of volumes, so many that the result has a given size.</summary>
    /// <remarks>Part o of n covers the elements ⌊o·extent/n⌋ to ⌈(o + 1)·extent/n⌉ − 1 of an axis.</remarks>
    /// <param name="outputSize">How many parts along each axis.</param>
    /// <returns>[batch, channels, depth, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, depth, height, width], is not floating, or has an empty axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Tensor AdaptiveAvgPool3d(PerAxis outputSize) => AdaptiveAvgPool("AdaptiveAvgPool3d", 3, outputSize);

    private Tensor AdaptiveAvgPool(string op, int axes, PerAxis outputSize)
    {
        Images.CheckRank(op, this, axes);
        if (!DType.IsFloating) throw Guard.NeedsFloat(op, DType);
        var windows = Pools.Adaptive(op, Shape, axes, outputSize);
        var y = this;
        for (var axis = axes - 1; axis >= 0; axis--) y = new AxisMapOp(op, Rank - axes + axis, Pools.Averages(windows[axis], windows[axis].Count)).Apply(y);
        return y;
    }
}
