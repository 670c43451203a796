namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The Kronecker product: each element of this tensor times the whole of the other.</summary>
    /// <remarks>Axis by axis the extents are multiplied; the one with fewer axes gets leading axes of extent 1.</remarks>
    /// <param name="other">The inner factor.</param>
    /// <exception cref="ArgumentException">The element types differ, or the result is too large.</exception>
    public Tensor Kron(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var rank = Math.Max(Rank, other.Rank);
        var (outer, inner, extents) = (new int[2 * rank], new int[2 * rank], new int[rank]);
        for (var axis = 0; axis < rank; axis++)
        {
            var (own, others) = (axis - rank + Rank, axis - rank + other.Rank);
            (outer[2 * axis], outer[2 * axis + 1]) = (own < 0 ? 1 : Shape[own], 1);
            (inner[2 * axis], inner[2 * axis + 1]) = (1, others < 0 ? 1 : other.Shape[others]);
            extents[axis] = (int)Math.Min((long)outer[2 * axis] * inner[2 * axis + 1], int.MaxValue);
        }
        var result = Shape.Owning(extents);
        return rank == 0 ? this * other : (Reshape(Shape.Owning(outer)) * other.Reshape(Shape.Owning(inner))).Reshape(result);
    }
}
