using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Where the smallest element is, in row-major order of all elements: an Int64 scalar without gradient.</summary>
    /// <remarks>The first of several; NaN counts as the smallest.</remarks>
    /// <exception cref="ArgumentException">There are no elements, or they are truth values.</exception>
    public Tensor ArgMin() => ArgExtreme.Flat("ArgMin", this, largest: false);

    /// <summary>Where the smallest element is along an axis: Int64 indices without gradient.</summary>
    /// <remarks>The first of several; NaN counts as the smallest.</remarks>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The axis is empty, or the elements are truth values.</exception>
    public Tensor ArgMin(int axis, bool keepDims = false) => ArgExtreme.Along("ArgMin", this, axis, keepDims, largest: false);
}
