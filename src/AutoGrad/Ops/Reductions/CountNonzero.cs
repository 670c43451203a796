using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>How many elements are not 0, over some axes, or over all of them.</summary>
    /// <remarks>True counts, and so does NaN.</remarks>
    /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
    /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
    /// <returns>An Int64 tensor without those axes; it carries no gradient.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is given twice.</exception>
    public Tensor CountNonzero(ReadOnlySpan<int> axes, bool keepDims = false) =>
        new SumOp(ReducedShape.Of("CountNonzero", Shape, axes)).Apply(Truths.Of(this).To(DType.Int64), keepDims);

    /// <summary>How many elements are not 0, as a scalar.</summary>
    /// <inheritdoc cref="CountNonzero(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor CountNonzero() => CountNonzero([]);

    /// <summary>How many elements are not 0, over one axis.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <inheritdoc cref="CountNonzero(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor CountNonzero(int axis, bool keepDims = false) => CountNonzero([axis], keepDims);
}
