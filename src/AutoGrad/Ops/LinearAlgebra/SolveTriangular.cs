using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>X = A⁻¹·B, or A⁻ᵀ·B, for the triangle of A that is read;  dB = A⁻ᵀ·g,  dA = the triangle of −dB·Xᵀ, for the transpose of −X·dBᵀ.</summary>
    internal sealed class SolveTriangularOp(TriangularSystem system) : NaryOp("SolveTriangular", Saves.Inputs | Saves.Output), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[1].Shape, x[1].DType);
            Dispatch.Float(Name, y.DType, new Kernel(x[0], x[1], y, system));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x.Whole(0), x.Whole(1));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var back = new SolveTriangularOp(system with { Transpose = !system.Transpose }).Apply(saved.X(0), g);
            if (input == 1) return back;
            var product = system.Transpose ? -saved.Y.MatMul(back, transposeB: true) : -back.MatMul(saved.Y, transposeB: true);
            var inside = system.Unit ? 1 : 0;
            return system.Lower ? product.Tril(-inside) : product.Triu(inside);
        }

        private readonly struct Kernel(Tensor a, Tensor b, Tensor y, TriangularSystem system) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                b.Span<T>().CopyTo(y.Span<T>());
                int n = a.Shape[^1], columns = y.Shape[^1];
                for (var i = 0; i < MatrixGuard.Count(a.Shape); i++)
                {
                    ReadOnlySpan<T> matrix = a.Span<T>().Slice(i * n * n, n * n);
                    var pivot = system.ZeroPivot(matrix, n);
                    if (pivot >= 0) throw MatrixGuard.Singular("SolveTriangular", a.Shape, i, pivot);
                    system.Solve(matrix, n, y.Span<T>().Slice(i * n * columns, n * columns), columns);
                }
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The solution X of A·X = B, or of X·A = B, for a triangular A, by substitution.</summary>
        /// <remarks>The other triangle of A is not read and gets no gradient; nor does the diagonal if it is taken as ones. Batch axes broadcast.</remarks>
        /// <param name="a">Square matrices [.., n, n].</param>
        /// <param name="b">Right-hand sides [.., n, k].</param>
        /// <param name="upper">A is upper triangular; false for lower.</param>
        /// <param name="left">A stands on the left; false for X·A = B with B [.., k, n].</param>
        /// <param name="unitriangular">The diagonal of A is taken as ones.</param>
        /// <returns>The solutions, in the shape of B with the broadcast batch axes.</returns>
        /// <exception cref="ShapeMismatchException">The extents do not fit, or B has fewer than two axes.</exception>
        /// <exception cref="ArgumentException">A has a zero on its diagonal or is not square; the element types differ or are not floating.</exception>
        public static Tensor SolveTriangular(Tensor a, Tensor b, bool upper, bool left = true, bool unitriangular = false)
        {
            CheckSystem("SolveTriangular", a, b);
            if (b.Rank < 2) throw new ShapeMismatchException("SolveTriangular", a.Shape, b.Shape, "the right-hand side must be a matrix: Unsqueeze(-1) makes a vector one");
            CheckSides("SolveTriangular", a, b, a.Shape[^1], left ? b.Shape[^2] : b.Shape[^1]);
            var solve = new SolveTriangularOp(new TriangularSystem(!upper, Transpose: !left, unitriangular));
            return left ? OverBatches("SolveTriangular", a, b, solve) : Adjoint(OverBatches("SolveTriangular", a, Adjoint(b), solve));
        }
    }
}
