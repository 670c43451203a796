namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The scalar product Σ xᵢ·yᵢ of two vectors.</summary>
    /// <param name="other">The other vector.</param>
    /// <exception cref="ShapeMismatchException">An operand is no vector, or the lengths differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Dot(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 1 || !Shape.SameAs(other.Shape))
            throw new ShapeMismatchException("Dot", Shape, other.Shape, "both must be vectors of one length: use MatMul for matrices");
        return MatMul(other);
    }
}
