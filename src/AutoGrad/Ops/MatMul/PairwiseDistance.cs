namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The distance ‖x − y + eps‖ₚ between vectors on the last axis, pair by pair.</summary>
    /// <remarks><see cref="Cdist"/> takes each of one set against each of another.</remarks>
    /// <param name="other">The second vectors. The shapes broadcast.</param>
    /// <param name="p">The norm: 2 for the Euclidean, 1 for the sum of magnitudes, infinity for the largest.</param>
    /// <param name="eps">What is added to each difference, so that the derivative exists where vectors are equal.</param>
    /// <param name="keepDims">Keep the last axis, with extent 1.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is NaN, or the tensors are scalars.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not Float32 or Float64.</exception>
    public Tensor PairwiseDistance(Tensor other, double p = 2, double eps = 1e-6, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!DType.IsFloating) throw Guard.NeedsFloat("PairwiseDistance", DType);
        return (this - other + eps).VectorNorm(p, -1, keepDims);
    }
}
