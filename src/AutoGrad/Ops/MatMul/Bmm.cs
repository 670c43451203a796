namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The matrix product of two batches of matrices, which must have the same batch extent.</summary>
    /// <remarks><see cref="MatMul"/> with exactly three axes on both sides and nothing broadcast.</remarks>
    /// <param name="other">Matrices [b, k, n] for this tensor's [b, m, k].</param>
    /// <exception cref="ShapeMismatchException">An operand does not have three axes, or the extents do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Bmm(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 3 || other.Rank != 3 || Shape[0] != other.Shape[0])
            throw new ShapeMismatchException("Bmm", Shape, other.Shape, "both must have three axes and the same batch extent: MatMul broadcasts");
        return MatMul(other);
    }
}
