namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The outer product of two vectors: a matrix whose element [i, j] is xᵢ·yⱼ.</summary>
    /// <param name="other">The vector along the columns.</param>
    /// <exception cref="ShapeMismatchException">An operand is no vector.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Outer(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 1 || other.Rank != 1) throw new ShapeMismatchException("Outer", Shape, other.Shape, "both must be vectors");
        return Reshape(new Shape(Size, 1)) * other;
    }
}
