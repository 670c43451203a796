namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Vectors brought to length 1: x / max(‖x‖ₚ, eps) along an axis.</summary>
    /// <remarks>A zero vector stays zero.</remarks>
    /// <param name="p">The norm: 2 for the Euclidean, 1 for the sum of magnitudes, infinity for the largest.</param>
    /// <param name="axis">The axis of the vectors, from 0 or from the end when negative.</param>
    /// <param name="eps">The smallest length to divide by.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or p is NaN.</exception>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Normalize(double p = 2, int axis = 1, double eps = 1e-12) => this / VectorNorm(p, axis, keepDims: true).Clamp(min: eps);
}
