using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The elements in order along an axis, and where they come from.</summary>
    /// <remarks>Equal elements keep their order. NaN counts as the largest. The gradient goes back to where the elements come from.</remarks>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="descending">From the largest to the smallest.</param>
    /// <returns>The elements, and their Int64 indices along the axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public (Tensor Values, Tensor Indices) Sort(int axis = -1, bool descending = false)
    {
        var indices = SortedIndices.Of("Sort", this, axis, descending);
        return (Gather(axis, indices), indices);
    }

    /// <summary>Where the elements in order along an axis come from: Int64 indices without gradient.</summary>
    /// <remarks>Equal elements keep their order. NaN counts as the largest.</remarks>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="descending">From the largest to the smallest.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Argsort(int axis = -1, bool descending = false) => SortedIndices.Of("Argsort", this, axis, descending);
}
