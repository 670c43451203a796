namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The sum of the elements that are numbers, over some axes, or over all of them: a NaN counts as 0.</summary>
    /// <remarks>The derivative is 0 at a NaN.</remarks>
    /// <param name="axes">The axes to sum over, each from 0 or from the end when negative; none for all.</param>
    /// <param name="keepDims">Keep the summed axes, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is given twice, or the elements are truth values.</exception>
    public Tensor NanSum(ReadOnlySpan<int> axes, bool keepDims = false) => Where(IsNaN(), 0, this).Sum(axes, keepDims);

    /// <summary>The sum of all elements that are numbers, as a scalar.</summary>
    /// <inheritdoc cref="NanSum(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor NanSum() => NanSum([]);

    /// <summary>The sum of the elements that are numbers, over one axis.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <inheritdoc cref="NanSum(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor NanSum(int axis, bool keepDims = false) => NanSum([axis], keepDims);

    /// <summary>The mean of the elements that are numbers, over some axes, or over all of them; NaN where there are none.</summary>
    /// <remarks>The derivative is 0 at a NaN.</remarks>
    /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
    /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is given twice, or the elements are not Float32 or Float64.</exception>
    public Tensor NanMean(ReadOnlySpan<int> axes, bool keepDims = false) =>
        NanSum(axes, keepDims) / (!IsNaN()).CountNonzero(axes, keepDims).To(DType);

    /// <summary>The mean of all elements that are numbers, as a scalar.</summary>
    /// <inheritdoc cref="NanMean(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor NanMean() => NanMean([]);

    /// <summary>The mean of the elements that are numbers, over one axis.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <inheritdoc cref="NanMean(ReadOnlySpan{int}, bool)" path="/remarks"/>
    public Tensor NanMean(int axis, bool keepDims = false) => NanMean([axis], keepDims);
}
