using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The k largest elements along an axis, from the largest on, and where they are; or the k smallest.</summary>
    /// <remarks>Of equal elements the first are chosen. NaN counts as the largest. The gradient goes to the elements chosen.</remarks>
    /// <param name="k">How many, at most the extent of the axis.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="largest">False for the smallest, from the smallest on.</param>
    /// <returns>The elements, and their Int64 indices along the axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="k"/> is negative or beyond its extent.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int axis = -1, bool largest = true)
    {
        var at = Guard.Axis("TopK", axis, Shape, Math.Max(Rank, 1));
        var extent = Rank == 0 ? 1 : Shape[at];
        if (k < 0 || k > extent) throw new ArgumentOutOfRangeException(nameof(k), k, $"TopK: axis {axis} of {Shape} has {extent} elements.{NameScope.Suffix}");
        if (Rank == 0)
        {
            var order = SortedIndices.Of("TopK", this, axis, descending: largest);
            return k == 1 ? (Gather(0, order), order) : (Flatten().Narrow(0, 0, 0), order.Flatten().Narrow(0, 0, 0));
        }
        var indices = SortedIndices.Of("TopK", this, at, descending: largest, 0, k);
        return (Gather(at, indices), indices);
    }

    /// <summary>The k-th smallest elements along an axis, and where they are.</summary>
    /// <remarks>Of equal elements the first count first. NaN counts as the largest. The gradient goes to the element chosen.</remarks>
    /// <param name="k">Which: 1 for the smallest.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <returns>The elements, and their Int64 indices along the axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="k"/> is outside of 1..its extent.</exception>
    public (Tensor Values, Tensor Indices) KthValue(int k, int axis = -1, bool keepDims = false)
    {
        var at = Guard.Axis("KthValue", axis, Shape, Math.Max(Rank, 1));
        var extent = Rank == 0 ? 1 : Shape[at];
        if (k < 1 || k > extent) throw new ArgumentOutOfRangeException(nameof(k), k, $"KthValue: k must be within 1..{extent}, the extent of axis {axis} of {Shape}.{NameScope.Suffix}");
        var indices = SortedIndices.Of("KthValue", this, at, descending: false, k - 1, 1);
        if (Rank == 0) return (Gather(0, indices), indices);
        var values = Gather(at, indices);
        return keepDims ? (values, indices) : (values.Squeeze(at), indices.Squeeze(at));
    }
}
