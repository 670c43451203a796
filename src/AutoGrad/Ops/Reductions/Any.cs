using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Whether any element is true, over some axes, or over all of them.</summary>
    /// <remarks>Numbers count as true unless they are 0; NaN is true. Of no elements none is.</remarks>
    /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
    /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
    /// <returns>A Bool tensor without those axes; it carries no gradient.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is given twice.</exception>
    public Tensor Any(ReadOnlySpan<int> axes, bool keepDims = false) => Truths.Reduce("Any", this, axes, keepDims, new AnyReduction());

    /// <summary>Whether any element is true, as a scalar.</summary>
    /// <inheritdoc cref="Any(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor Any() => Any([]);

    /// <summary>Whether any element is true, over one axis.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <inheritdoc cref="Any(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor Any(int axis, bool keepDims = false) => Any([axis], keepDims);
}
