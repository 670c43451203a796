using AutoGrad.Ops;

namespace AutoGrad;

public static partial class LinearAlgebra
{
    /// <summary>A norm of matrices: √Σ x², the sum, the largest or the smallest of the singular values, or of the sums of magnitudes of rows or columns.</summary>
    /// <remarks>
    /// PyTorch's <c>linalg.matrix_norm</c>. Sums and singular values that tie for the largest or smallest share the gradient evenly;
    /// the derivative of a magnitude is 0 at 0, and that of the Frobenius norm is 0 at the zero matrix. The second derivative of
    /// the nuclear norm and of those of a singular value exists where the singular values differ.
    /// </remarks>
    /// <param name="a">Matrices, Float32 or Float64.</param>
    /// <param name="order">Which norm.</param>
    /// <param name="rowAxis">The axis that counts the rows, from 0 or from the end when negative.</param>
    /// <param name="columnAxis">The axis that counts the columns.</param>
    /// <param name="keepDims">Keep both axes, with extent 1.</param>
    /// <returns>One number a matrix: a tensor without the two axes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or no such norm.</exception>
    /// <exception cref="ArgumentException">Both axes are the same, the tensor has fewer than two axes, is not floating, holds NaN or infinity where singular values are taken, or its matrices are empty and have no largest or smallest.</exception>
    /// <exception cref="NotSupportedException">In the second backward pass: singular values coincide.</exception>
    public static Tensor MatrixNorm(Tensor a, MatrixNormOrder order = MatrixNormOrder.Frobenius, int rowAxis = -2, int columnAxis = -1, bool keepDims = false)
    {
        MatrixGuard.Matrices("MatrixNorm", a);
        var axes = Guard.Axes("MatrixNorm", [rowAxis, columnAxis], a.Shape);
        var (row, column) = (Guard.Axis("MatrixNorm", rowAxis, a.Shape), Guard.Axis("MatrixNorm", columnAxis, a.Shape));
        if (order is not (MatrixNormOrder.Frobenius or MatrixNormOrder.Nuclear) && a.Shape[row] * a.Shape[column] == 0)
            throw new ArgumentException($"MatrixNorm: the matrices of {a.Shape} are empty: nothing in them is largest or smallest.{NameScope.Suffix}", nameof(a));
        var norm = order switch
        {
            MatrixNormOrder.Frobenius => a.Norm([row, column], keepDims: true),
            MatrixNormOrder.Nuclear => Values().Sum(-1),
            MatrixNormOrder.One => a.Abs().Sum(row, keepDims: true).Max(column, keepDims: true),
            MatrixNormOrder.MinusOne => a.Abs().Sum(row, keepDims: true).Min(column, keepDims: true),
            MatrixNormOrder.Two => Values().Max(-1),
            MatrixNormOrder.MinusTwo => Values().Min(-1),
            MatrixNormOrder.Infinity => a.Abs().Sum(column, keepDims: true).Max(row, keepDims: true),
            MatrixNormOrder.MinusInfinity => a.Abs().Sum(column, keepDims: true).Min(row, keepDims: true),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, $"MatrixNorm: there is no such norm of {a.Shape}.{NameScope.Suffix}"),
        };
        var extents = new List<int>(a.Rank);
        for (var axis = 0; axis < a.Rank; axis++)
            if (!axes[axis]) extents.Add(a.Shape[axis]);
            else if (keepDims) extents.Add(1);
        return norm.Reshape(Shape.Owning([.. extents]));

        Tensor Values() => Decomposed("MatrixNorm", a.MoveAxis([row, column], [-2, -1])).Select(-2, a.Shape[row] + a.Shape[column]);
    }
}
