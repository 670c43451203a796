namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The cross product of vectors of three elements: (a₂b₃ − a₃b₂, a₃b₁ − a₁b₃, a₁b₂ − a₂b₁).</summary>
    /// <remarks>PyTorch's <c>torch.linalg.cross</c>. The other axes broadcast.</remarks>
    /// <param name="other">The second vectors.</param>
    /// <param name="axis">The axis of the three elements, from 0 or from the end when negative, of the broadcast shape.</param>
    /// <exception cref="ShapeMismatchException">The axis does not have three elements in both, or the others do not broadcast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Cross(Tensor other, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(other);
        Guard.SameDType("Cross", this, other);
        var rank = Math.Max(Rank, other.Rank);
        var fromEnd = Guard.Axis("Cross", axis, Shape, rank) - rank;
        if (-fromEnd > Rank || -fromEnd > other.Rank || Shape[fromEnd] != 3 || other.Shape[fromEnd] != 3)
            throw new ShapeMismatchException("Cross", Shape, other.Shape, $"both must have 3 elements on axis {axis}");
        Shape.Broadcast("Cross", Shape, other.Shape);
        Tensor next = From([1L, 2, 0]), last = From([2L, 0, 1]);
        return IndexSelect(fromEnd, next) * other.IndexSelect(fromEnd, last) - IndexSelect(fromEnd, last) * other.IndexSelect(fromEnd, next);
    }
}
