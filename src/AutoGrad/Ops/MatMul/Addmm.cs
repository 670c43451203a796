namespace AutoGrad;

public partial class Tensor
{
    /// <summary>beta·this + alpha·(mat1·mat2), the product of two matrices.</summary>
    /// <remarks>With beta 0 this tensor is not read: NaN in it does not show, and its gradient is 0, as in PyTorch.</remarks>
    /// <param name="mat1">A matrix [m, k].</param>
    /// <param name="mat2">A matrix [k, n].</param>
    /// <param name="beta">The factor of this tensor, which broadcasts to [m, n].</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ or are truth values, or integers meet a factor that is none.</exception>
    public Tensor Addmm(Tensor mat1, Tensor mat2, double beta = 1, double alpha = 1)
    {
        ArgumentNullException.ThrowIfNull(mat1);
        return AddProduct("Addmm", mat1.Mm(mat2), beta, alpha);
    }

    /// <summary>beta·this + alpha·(mat·vec), the product of a matrix and a vector.</summary>
    /// <inheritdoc cref="Addmm" path="/remarks"/>
    /// <param name="mat">A matrix [m, k].</param>
    /// <param name="vec">A vector [k].</param>
    /// <param name="beta">The factor of this tensor, which broadcasts to [m].</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ or are truth values, or integers meet a factor that is none.</exception>
    public Tensor Addmv(Tensor mat, Tensor vec, double beta = 1, double alpha = 1)
    {
        ArgumentNullException.ThrowIfNull(mat);
        return AddProduct("Addmv", mat.Mv(vec), beta, alpha);
    }

    /// <summary>beta·this + alpha·(vec1⊗vec2), the outer product of two vectors.</summary>
    /// <inheritdoc cref="Addmm" path="/remarks"/>
    /// <param name="vec1">A vector [m].</param>
    /// <param name="vec2">A vector [n].</param>
    /// <param name="beta">The factor of this tensor, which broadcasts to [m, n].</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ or are truth values, or integers meet a factor that is none.</exception>
    public Tensor Addr(Tensor vec1, Tensor vec2, double beta = 1, double alpha = 1)
    {
        ArgumentNullException.ThrowIfNull(vec1);
        return AddProduct("Addr", vec1.Outer(vec2), beta, alpha);
    }

    /// <summary>beta·this + alpha·(batch1·batch2), the products of two batches of matrices.</summary>
    /// <inheritdoc cref="Addmm" path="/remarks"/>
    /// <param name="batch1">Matrices [b, m, k].</param>
    /// <param name="batch2">Matrices [b, k, n].</param>
    /// <param name="beta">The factor of this tensor, which broadcasts to [b, m, n].</param>
    /// <param name="alpha">The factor of the products.</param>
    /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ or are truth values, or integers meet a factor that is none.</exception>
    public Tensor Baddbmm(Tensor batch1, Tensor batch2, double beta = 1, double alpha = 1)
    {
        ArgumentNullException.ThrowIfNull(batch1);
        return AddProduct("Baddbmm", batch1.Bmm(batch2), beta, alpha);
    }

    private Tensor AddProduct(string op, Tensor product, double beta, double alpha)
    {
        Guard.SameDType(op, this, product);
        if (!Shape.BroadcastsTo(product.Shape)) throw new ShapeMismatchException(op, Shape, product.Shape, "the tensor to add must broadcast to the product's shape");
        if (alpha != 1) product *= alpha;
        // the operand not taken stays in the graph, with gradient 0
        if (beta == 0) return Where(Zeros([], DType.Bool), this, product);
        return (beta == 1 ? this : this * beta) + product;
    }
}
