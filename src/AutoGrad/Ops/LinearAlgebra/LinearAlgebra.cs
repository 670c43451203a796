namespace AutoGrad;

/// <summary>Decompositions, inverses, determinants and functions of matrices: PyTorch's <c>torch.linalg</c>.</summary>
/// <remarks>
/// <para>Matrices lie on the last two axes; axes in front of them are batch axes. All functions work on Float32 and Float64
/// and have exact derivatives of any order, except where a function says otherwise.</para>
/// <para>A singular matrix, or one that is not positive definite where it must be, is an <see cref="ArgumentException"/> that
/// names the function, the shape, the matrix within the batch, and the pivot that failed.</para>
/// </remarks>
public static partial class LinearAlgebra
{
    /// <summary>Applies an op of a square matrix and right-hand sides over broadcast batch axes.</summary>
    /// <remarks>One matrix for a batch of right-hand sides is decomposed once: the batch becomes more columns.</remarks>
    private static Tensor OverBatches(string op, Tensor a, Tensor b, NaryOp solve)
    {
        if (a.Rank == 2 && b.Rank > 2)
        {
            var columns = b.MoveAxis(-2, 0);
            return solve.Apply(a, columns.Reshape(new Shape(b.Shape[^2], Shape.Product(columns.Shape.Extents[1..])))).Reshape(columns.Shape).MoveAxis(0, -2);
        }
        var batch = Shape.Broadcast(op, new Shape(a.Shape.Extents[..^2]), new Shape(b.Shape.Extents[..^2]));
        return solve.Apply(a.Expand(Shape.Concat(batch.Extents, a.Shape.Extents[^2..])), b.Expand(Shape.Concat(batch.Extents, b.Shape.Extents[^2..])));
    }

    /// <summary>Whether right-hand sides are vectors, as PyTorch decides it: one axis, or the axes of the matrices less one.</summary>
    private static bool AreVectors(Tensor a, Tensor b) => b.Rank == 1 || (b.Rank == a.Rank - 1 && b.Shape.Extents.SequenceEqual(a.Shape.Extents[..^1]));

    private static void CheckSides(string op, Tensor a, Tensor b, int equations, int have)
    {
        if (have != equations) throw new ShapeMismatchException(op, a.Shape, b.Shape, $"{equations} equations need right-hand sides of {equations} elements, not {have}");
    }

    private static Tensor Adjoint(Tensor a) => a.Transpose(-2, -1);
}
