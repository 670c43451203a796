namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The cosine of the angle between vectors: Σ xy / (max(‖x‖, eps)·max(‖y‖, eps)) along an axis.</summary>
    /// <param name="other">The second vectors. The shapes broadcast.</param>
    /// <param name="axis">The axis of the vectors in the broadcast shape, from 0 or from the end when negative.</param>
    /// <param name="eps">The smallest length to divide by.</param>
    /// <returns>The broadcast shape without the axis.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The element types differ or are not Float32 or Float64.</exception>
    public Tensor CosineSimilarity(Tensor other, int axis = 1, double eps = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(other);
        Guard.SameDType("CosineSimilarity", this, other);
        if (!DType.IsFloating) throw Guard.NeedsFloat("CosineSimilarity", DType);
        var shape = Shape.Broadcast("CosineSimilarity", Shape, other.Shape);
        var at = Guard.Axis("CosineSimilarity", axis, shape);
        var (x, y) = (Expand(shape), other.Expand(shape));
        return (x / x.Norm(at, keepDims: true).Clamp(min: eps) * (y / y.Norm(at, keepDims: true).Clamp(min: eps))).Sum(at);
    }
}
