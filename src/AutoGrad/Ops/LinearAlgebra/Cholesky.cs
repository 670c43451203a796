using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>A = L·Lᵀ;  dA = the symmetric part of L⁻ᵀ·Φ(Lᵀ·g)·L⁻¹, where Φ takes the lower triangle and half of the diagonal.</summary>
    /// <remarks>Murray, "Differentiation of the Cholesky decomposition" (2016). The gradient is symmetric, as that of a function of symmetric matrices.</remarks>
    internal sealed class CholeskyOp() : NaryOp("Cholesky", Saves.Output), IRecyclable
    {
        public static readonly CholeskyOp Instance = new();

        private static readonly SolveTriangularOp s_transposed = new(new TriangularSystem(Lower: true, Transpose: true, Unit: false));

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, x[0].DType);
            Dispatch.Float(Name, y.DType, new Kernel(x[0], y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var product = saved.Y.MatMul(g, transposeA: true);
            var half = (product.Tril() + product.Tril(-1)) * 0.5;
            // L⁻ᵀ·Φ·L⁻¹ = (L⁻ᵀ·(L⁻ᵀ·Φ)ᵀ)ᵀ, and the symmetric part needs no last transpose
            var inner = s_transposed.Apply(saved.Y, half).Transpose(-2, -1);
            var outer = s_transposed.Apply(saved.Y, inner);
            return (outer + outer.Transpose(-2, -1)) * 0.5;
        }

        private readonly struct Kernel(Tensor a, Tensor y) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                var n = a.Shape[^1];
                a.Span<T>().CopyTo(y.Span<T>());
                for (var i = 0; i < MatrixGuard.Count(a.Shape); i++)
                {
                    var pivot = CholeskyDecomposition.Factor(y.Span<T>().Slice(i * n * n, n * n), n);
                    if (pivot >= 0) throw MatrixGuard.NotPositiveDefinite("Cholesky", a.Shape, i, pivot);
                }
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The lower triangular L with A = L·Lᵀ, or the upper triangular Lᵀ.</summary>
        /// <remarks>The gradient is symmetric. PyTorch reads one triangle and ignores the other; here A must be symmetric but for rounding, √ε of its largest element.</remarks>
        /// <param name="a">Symmetric positive definite matrices [.., n, n].</param>
        /// <param name="upper">Return the upper triangular factor.</param>
        /// <exception cref="ArgumentException">A matrix is not positive definite, not symmetric or not square, or the elements are not floating.</exception>
        public static Tensor Cholesky(Tensor a, bool upper = false)
        {
            MatrixGuard.Symmetric("Cholesky", a);
            var l = CholeskyOp.Instance.Apply(a);
            return upper ? Adjoint(l) : l;
        }

        /// <summary>The solution X of A·X = B from the Cholesky factor of A: two substitutions.</summary>
        /// <remarks>PyTorch's <c>torch.cholesky_solve</c>. Batch axes broadcast.</remarks>
        /// <param name="b">Right-hand sides [.., n, k].</param>
        /// <param name="factor">The factor that <see cref="Cholesky"/> returns, [.., n, n]; the other triangle is not read.</param>
        /// <param name="upper">The factor is upper triangular.</param>
        /// <exception cref="ShapeMismatchException">The extents do not fit, or B has fewer than two axes.</exception>
        /// <exception cref="ArgumentException">The factor has a zero on its diagonal or is not square; the element types differ or are not floating.</exception>
        public static Tensor CholeskySolve(Tensor b, Tensor factor, bool upper = false)
        {
            CheckSystem("CholeskySolve", factor, b);
            if (b.Rank < 2) throw new ShapeMismatchException("CholeskySolve", factor.Shape, b.Shape, "the right-hand side must be a matrix: Unsqueeze(-1) makes a vector one");
            CheckSides("CholeskySolve", factor, b, factor.Shape[^1], b.Shape[^2]);
            var system = new TriangularSystem(!upper, Transpose: upper, Unit: false);
            var half = OverBatches("CholeskySolve", factor, b, new SolveTriangularOp(system));
            return OverBatches("CholeskySolve", factor, half, new SolveTriangularOp(system with { Transpose = !upper }));
        }
    }
}
