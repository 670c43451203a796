namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The matrix product of two matrices.</summary>
    /// <remarks><see cref="MatMul"/> with exactly two axes on both sides.</remarks>
    /// <param name="other">A matrix [k, n] for this tensor's [m, k].</param>
    /// <exception cref="ShapeMismatchException">An operand is no matrix, or the inner extents differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Mm(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 2 || other.Rank != 2) throw new ShapeMismatchException("Mm", Shape, other.Shape, "both must be matrices: MatMul takes vectors and batches");
        return MatMul(other);
    }
}
