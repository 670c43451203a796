using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The largest element of nearly equal parts of sequences, so many that the result has a given size.</summary>
    /// <remarks>The parts are those of <see cref="AdaptiveAvgPool1d"/>, the choice among equal elements that of <see cref="MaxPool1d"/>.</remarks>
    /// <param name="outputSize">How many parts along each axis.</param>
    /// <returns>[batch, channels, length], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, length] of numbers, or has an empty axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Tensor AdaptiveMaxPool1d(PerAxis outputSize) => new MaxPoolOp("AdaptiveMaxPool1d", Pools.Adaptive("AdaptiveMaxPool1d", Pools.Checked("AdaptiveMaxPool1d", this, 1), 1, outputSize)).Apply(this);

    /// <summary>The largest element of nearly equal parts of sequences, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the sequence of their channel.</returns>
    /// <inheritdoc cref="AdaptiveMaxPool1d"/>
    public (Tensor Values, Tensor Indices) AdaptiveMaxPool1dWithIndices(PerAxis outputSize) => Pools.Maxima("AdaptiveMaxPool1dWithIndices", this, Pools.Adaptive("AdaptiveMaxPool1dWithIndices", Pools.Checked("AdaptiveMaxPool1dWithIndices", this, 1), 1, outputSize));

    /// <summary>The largest element of nearly equal parts of images, so many that the result has a given size.</summary>
    /// <remarks>The parts are those of <see cref="AdaptiveAvgPool2d"/>, the choice among equal elements that of <see cref="MaxPool2d"/>.</remarks>
    /// <param name="outputSize">How many parts along each axis.</param>
    /// <returns>[batch, channels, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, height, width] of numbers, or has an empty axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Tensor AdaptiveMaxPool2d(PerAxis outputSize) => new MaxPoolOp("AdaptiveMaxPool2d", Pools.Adaptive("AdaptiveMaxPool2d", Pools.Checked("AdaptiveMaxPool2d", this, 2), 2, outputSize)).Apply(this);

    /// <summary>The largest element of nearly equal parts of images, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the image of their channel.</returns>
    /// <inheritdoc cref="AdaptiveMaxPool2d"/>
    public (Tensor Values, Tensor Indices) AdaptiveMaxPool2dWithIndices(PerAxis outputSize) => Pools.Maxima("AdaptiveMaxPool2dWithIndices", this, Pools.Adaptive("AdaptiveMaxPool2dWithIndices", Pools.Checked("AdaptiveMaxPool2dWithIndices", this, 2), 2, outputSize));

    /// <summary>The largest element of nearly equal parts of volumes, so many that the result has a given size.</summary>
    /// <remarks>The parts are those of <see cref="AdaptiveAvgPool3d"/>, the choice among equal elements that of <see cref="MaxPool3d"/>.</remarks>
    /// <param name="outputSize">How many parts along each axis.</param>
    /// <returns>[batch, channels, depth, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, depth, height, width] of numbers, or has an empty axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Tensor AdaptiveMaxPool3d(PerAxis outputSize) => new MaxPoolOp("AdaptiveMaxPool3d", Pools.Adaptive("AdaptiveMaxPool3d", Pools.Checked("AdaptiveMaxPool3d", this, 3), 3, outputSize)).Apply(this);

    /// <summary>The largest element of nearly equal parts of volumes, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the volume of their channel.</returns>
    /// <inheritdoc cref="AdaptiveMaxPool3d"/>
    public (Tensor Values, Tensor Indices) AdaptiveMaxPool3dWithIndices(PerAxis outputSize) => Pools.Maxima("AdaptiveMaxPool3dWithIndices", this, Pools.Adaptive("AdaptiveMaxPool3dWithIndices", Pools.Checked("AdaptiveMaxPool3dWithIndices", this, 3), 3, outputSize));
}
