using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad;

public static partial class LinearAlgebra
{
    /// <summary>The X that makes ‖A·X − B‖ smallest; for a wide A, of those that solve A·X = B the shortest.</summary>
    /// <remarks>
    /// By QR decomposition, which does not square the condition number as the normal equations do. A must have full rank; for
    /// less, <c>Pinv(a).MatMul(b)</c> gives the shortest X. PyTorch returns the solution with residuals, rank and singular values;
    /// here the solution is the result, and the residuals are <c>(a.MatMul(x) - b).Square().Sum(-2)</c>.
    /// </remarks>
    /// <param name="a">Matrices [.., m, n].</param>
    /// <param name="b">Right-hand sides [.., m, k], or vectors [.., m]. Batch axes broadcast.</param>
    /// <returns>X [.., n, k], or vectors [.., n].</returns>
    /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
    /// <exception cref="ArgumentException">A does not have full rank; the element types differ or are not floating.</exception>
    public static Tensor Lstsq(Tensor a, Tensor b)
    {
        MatrixGuard.Matrices("Lstsq", a);
        ArgumentNullException.ThrowIfNull(b);
        Guard.SameDType("Lstsq", a, b);
        if (b.Rank == 0) throw new ShapeMismatchException("Lstsq", a.Shape, b.Shape, "the right-hand side must be a vector or matrices");
        var vectors = AreVectors(a, b);
        CheckSides("Lstsq", a, b, a.Shape[^2], vectors ? b.Shape[^1] : b.Shape[^2]);
        if (vectors) b = b.Unsqueeze(-1);
        var tall = a.Shape[^2] >= a.Shape[^1];
        var (q, r) = Qr(tall ? a : Adjoint(a));
        Dispatch.Float("Lstsq", r.DType, new RankCheck(a.Shape, r));
        var system = new TriangularSystem(Lower: false, Transpose: !tall, Unit: false);
        var x = tall
            ? OverBatches("Lstsq", r, q.MatMul(b, transposeA: true), new SolveTriangularOp(system))
            : q.MatMul(OverBatches("Lstsq", r, b, new SolveTriangularOp(system)));
        return vectors ? x.Squeeze(-1) : x;
    }

    private readonly struct RankCheck(Shape shape, Tensor r) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var n = r.Shape[^1];
            var relative = Precision.Epsilon<T>() * T.CreateTruncating(Math.Max(shape[^1], shape[^2]));
            for (var b = 0; b < MatrixGuard.Count(r.Shape); b++)
            {
                ReadOnlySpan<T> matrix = r.Span<T>().Slice(b * n * n, n * n);
                if (matrix.IsEmpty) return;
                var limit = relative * T.Abs(TensorPrimitives.MaxMagnitude(matrix));
                for (var i = 0; i < n; i++)
                    if (T.Abs(matrix[i * n + i]) <= limit)
                        throw new ArgumentException($"Lstsq: {MatrixGuard.Which(shape, b)} does not have full rank: pivot {i} is {matrix[i * n + i]}. Pinv(a).MatMul(b) gives the shortest solution.{NameScope.Suffix}", "a");
            }
        }
    }
}
