using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Whether all elements are true, over some axes, or over all of them.</summary>
    /// <remarks>Numbers count as true unless they are 0; NaN is true. All of no elements are.</remarks>
    /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
    /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
    /// <returns>A Bool tensor without those axes; it carries no gradient.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is given twice.</exception>
    public Tensor All(ReadOnlySpan<int> axes, bool keepDims = false) => Truths.Reduce("All", this, axes, keepDims, new AllReduction());

    /// <summary>Whether all elements are true, as a scalar.</summary>
    /// <inheritdoc cref="All(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor All() => All([]);

    /// <summary>Whether all elements are true, over one axis.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <inheritdoc cref="All(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor All(int axis, bool keepDims = false) => All([axis], keepDims);
}
