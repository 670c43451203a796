using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>X = A⁻¹·B, or A⁻ᵀ·B;  dB = A⁻ᵀ·g,  dA = −dB·Xᵀ, for the transpose −X·dBᵀ.</summary>
    /// <remarks>The rule of Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation" (2008). The matrix is decomposed once for all orders.</remarks>
    internal sealed class SolveOp(bool transpose, LuFactors? factors = null) : NaryOp("Solve", Saves.Inputs | Saves.Output), IRecyclable
    {
        private LuFactors? _factors = factors;

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            _factors ??= LuFactors.OfRegular(Name, x[0]);
            var y = Tensor.Allocate(x[1].Shape, x[1].DType);
            Dispatch.Float(Name, y.DType, new Kernel(_factors, x[1], y, transpose));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new SolveOp(transpose).Apply(x.Whole(0), x.Whole(1));

        // A·X = B moves as A·dX = dB − dA·X
        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t)
        {
            var moved = t[0] is { } a ? -a.MatMul(saved.Y, transposeA: transpose) : null;
            return new SolveOp(transpose, _factors).Apply(saved.X(0), moved is null ? t[1]! : t[1] is { } b ? b + moved : moved);
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var back = new SolveOp(!transpose, _factors).Apply(saved.X(0), g);
            if (input == 1) return back;
            return transpose ? -saved.Y.MatMul(back, transposeB: true) : -back.MatMul(saved.Y, transposeB: true);
        }

        private readonly struct Kernel(LuFactors factors, Tensor b, Tensor y, bool transpose) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                b.Span<T>().CopyTo(y.Span<T>());
                factors.Solve(y.Span<T>(), y.Shape[^1], transpose);
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The solution X of A·X = B, or of X·A = B.</summary>
        /// <remarks>
        /// By LU decomposition with partial pivoting. B holds vectors if it has one axis, or the axes of A less one; otherwise
        /// matrices whose columns (rows, for X·A = B) are solved for. Batch axes broadcast.
        /// </remarks>
        /// <param name="a">Square matrices [.., n, n].</param>
        /// <param name="b">Right-hand sides [.., n, k], or vectors [.., n].</param>
        /// <param name="left">A stands on the left; false for X·A = B with B [.., k, n].</param>
        /// <returns>The solutions, in the shape of B with the broadcast batch axes.</returns>
        /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
        /// <exception cref="ArgumentException">A is singular or not square; the element types differ or are not floating.</exception>
        public static Tensor Solve(Tensor a, Tensor b, bool left = true)
        {
            CheckSystem("Solve", a, b);
            if (AreVectors(a, b))
            {
                CheckSides("Solve", a, b, a.Shape[^1], b.Shape[^1]);
                return OverBatches("Solve", a, b.Unsqueeze(-1), new SolveOp(transpose: !left)).Squeeze(-1);
            }
            CheckSides("Solve", a, b, a.Shape[^1], left ? b.Shape[^2] : b.Shape[^1]);
            return left ? OverBatches("Solve", a, b, new SolveOp(transpose: false)) : Adjoint(OverBatches("Solve", a, Adjoint(b), new SolveOp(transpose: true)));
        }

        private static void CheckSystem(string op, Tensor a, Tensor b)
        {
            MatrixGuard.Square(op, a);
            ArgumentNullException.ThrowIfNull(b);
            Guard.SameDType(op, a, b);
            if (b.Rank == 0) throw new ShapeMismatchException(op, a.Shape, b.Shape, "the right-hand side must be a vector or matrices");
        }
    }
}
