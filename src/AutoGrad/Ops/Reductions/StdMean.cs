namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The standard deviation and the mean over some axes, or over all of them.</summary>
    /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
    /// <param name="correction">What is taken off n: 1, the default as in PyTorch, for the unbiased estimate, 0 for the population.</param>
    /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is given twice, or the elements are not Float32 or Float64.</exception>
    public (Tensor Std, Tensor Mean) StdMean(ReadOnlySpan<int> axes, int correction = 1, bool keepDims = false) => (Std(axes, correction, keepDims), Mean(axes, keepDims));

    /// <summary>The standard deviation and the mean of all elements, as scalars.</summary>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public (Tensor Std, Tensor Mean) StdMean() => StdMean([]);

    /// <summary>The standard deviation and the mean over one axis.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="correction">What is taken off n: 1, the default as in PyTorch, for the unbiased estimate, 0 for the population.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public (Tensor Std, Tensor Mean) StdMean(int axis, int correction = 1, bool keepDims = false) => StdMean([axis], correction, keepDims);
}
