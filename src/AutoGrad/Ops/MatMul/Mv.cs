namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The product of this matrix with a vector.</summary>
    /// <param name="vector">A vector [n] for this tensor's [m, n].</param>
    /// <exception cref="ShapeMismatchException">This is no matrix or the other no vector, or the inner extents differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Mv(Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (Rank != 2 || vector.Rank != 1) throw new ShapeMismatchException("Mv", Shape, vector.Shape, "the first must be a matrix and the second a vector: MatMul takes others");
        return MatMul(vector);
    }
}
