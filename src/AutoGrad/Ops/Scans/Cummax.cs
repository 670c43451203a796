using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The largest element so far along an axis, and where it is.</summary>
    /// <remarks>Of several the last is chosen, and gets the gradient; from a NaN on the result is NaN.</remarks>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <returns>The elements, and their Int64 indices along the axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The elements are truth values.</exception>
    public (Tensor Values, Tensor Indices) Cummax(int axis) => RunningExtremes.Of("Cummax", this, axis, largest: true);
}
