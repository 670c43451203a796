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
    public Tensor AdaptiveMaxPool1d(PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool1d", 1, outputSize).Values;

    /// <summary>The largest element of nearly equal parts of sequences, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the sequence of their channel.</returns>
    /// <inheritdoc cref="AdaptiveMaxPool1d"/>
    public (Tensor Values, Tensor Indices) AdaptiveMaxPool1dWithIndices(PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool1dWithIndices", 1, outputSize);

    /// <summary>The largest element of nearly equal parts of images, so many that the result has a given size.</summary>
    /// <remarks>The parts are those of <see cref="AdaptiveAvgPool2d"/>, the choice among equal elements that of <see cref="MaxPool2d"/>.</remarks>
    /// <param name="outputSize">How many parts along each axis.</param>
    /// <returns>[batch, channels, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, height, width] of numbers, or has an empty axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Tensor AdaptiveMaxPool2d(PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool2d", 2, outputSize).Values;

    /// <summary>The largest element of nearly equal parts of images, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the image of their channel.</returns>
    /// <inheritdoc cref="AdaptiveMaxPool2d"/>
    public (Tensor Values, Tensor Indices) AdaptiveMaxPool2dWithIndices(PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool2dWithIndices", 2, outputSize);

    /// <summary>The largest element of nearly equal parts of volumes, so many that the result has a given size.</summary>
    /// <remarks>The parts are those of <see cref="AdaptiveAvgPool3d"/>, the choice among equal elements that of <see cref="MaxPool3d"/>.</remarks>
    /// <param name="outputSize">How many parts along each axis.</param>
    /// <returns>[batch, channels, depth, height, width], without the batch axis if this tensor has none.</returns>
    /// <exception cref="ArgumentException">This tensor is not [batch, channels, depth, height, width] of numbers, or has an empty axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Tensor AdaptiveMaxPool3d(PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool3d", 3, outputSize).Values;

    /// <summary>The largest element of nearly equal parts of volumes, and where it is.</summary>
    /// <returns>The elements, and their Int64 positions: row-major in the volume of their channel.</returns>
    /// <inheritdoc cref="AdaptiveMaxPool3d"/>
    public (Tensor Values, Tensor Indices) AdaptiveMaxPool3dWithIndices(PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool3dWithIndices", 3, outputSize);

    private (Tensor Values, Tensor Indices) AdaptiveMaxPool(string op, int axes, PerAxis outputSize) =>
        Pools.Maxima(op, this, Pools.Adaptive(op, Pools.Checked(op, this, axes), axes, outputSize));
}
