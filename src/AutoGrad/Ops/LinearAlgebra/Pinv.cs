using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>P = A⁺ by the singular values;  dA = −Pᵀ·g·Pᵀ + (I − A·P)·gᵀ·P·Pᵀ + Pᵀ·P·gᵀ·(I − P·A).</summary>
    /// <remarks>Golub and Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables separate" (1973): right while the rank stays the same.</remarks>
    internal sealed class PinvOp(double atol, double rtol) : NaryOp("Pinv", Saves.Inputs | Saves.Output), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var (u, s, vh) = LinearAlgebra.Svd(x[0], fullMatrices: false);
            if (s.Size == 0) return Tensor.Zeros(vh.Transpose(-2, -1).Shape.With(vh.Rank - 1, u.Shape[^2]), s.DType);
            var kept = Tensor.Where(s > LinearAlgebra.RankLimit(s, atol, rtol), s, 0);
            return vh.MatMul((u * ReciprocalOrZeroOp.Instance.Apply(kept).Unsqueeze(-2)).Transpose(-2, -1), transposeA: true);
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var (a, p) = (saved.X(), saved.Y);
            var inner = p.MatMul(g, transposeA: true).MatMul(p, transposeB: true);
            // gᵀ·P·Pᵀ less its part inside the range of A, and the same on the other side
            var right = g.MatMul(p, transposeA: true).MatMul(p, transposeB: true);
            var left = p.MatMul(p, transposeA: true).MatMul(g, transposeB: true);
            return right - a.MatMul(p.MatMul(right)) + left - left.MatMul(p).MatMul(a) - inner;
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The Moore-Penrose inverse A⁺, which solves A·X = B in the least-squares sense: X = A⁺·B.</summary>
        /// <remarks>
        /// Singular values up to max(atol, rtol·σ₁) count as 0. The gradient is that among matrices of the same rank (Golub and
        /// Pereyra 1973): exact for full rank; for less, the inverse jumps when the rank grows, and no gradient tells of that.
        /// </remarks>
        /// <param name="a">Matrices [.., m, n].</param>
        /// <param name="atol">The absolute tolerance; 0 if null.</param>
        /// <param name="rtol">The relative tolerance; if null, max(m, n)·ε, or 0 when atol is given.</param>
        /// <returns>Matrices [.., n, m].</returns>
        /// <exception cref="ArgumentException">The tensor has fewer than two axes, holds NaN or infinity, or is not floating.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A tolerance is negative or NaN.</exception>
        public static Tensor Pinv(Tensor a, double? atol = null, double? rtol = null)
        {
            MatrixGuard.Matrices("Pinv", a);
            var (absolute, relative) = Tolerances("Pinv", a, atol, rtol);
            return new PinvOp(absolute, relative).Apply(a);
        }

        /// <summary>The number of independent rows or columns: of singular values above max(atol, rtol·σ₁).</summary>
        /// <remarks>An integer: no gradient passes.</remarks>
        /// <param name="a">Matrices [.., m, n].</param>
        /// <param name="atol">The absolute tolerance; 0 if null.</param>
        /// <param name="rtol">The relative tolerance; if null, max(m, n)·ε, or 0 when atol is given.</param>
        /// <returns>Int64, the batch axes of the matrices.</returns>
        /// <exception cref="ArgumentException">The tensor has fewer than two axes, holds NaN or infinity, or is not floating.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A tolerance is negative or NaN.</exception>
        public static Tensor MatrixRank(Tensor a, double? atol = null, double? rtol = null)
        {
            MatrixGuard.Matrices("MatrixRank", a);
            var (absolute, relative) = Tolerances("MatrixRank", a, atol, rtol);
            var s = Svdvals(a.Detach());
            return s.Shape[^1] == 0 ? Tensor.Zeros(new Shape(a.Shape.Extents[..^2]), DType.Int64) : (s > RankLimit(s, absolute, relative)).CountNonzero(-1);
        }

        /// <summary>Up to where singular values count as 0, [.., 1].</summary>
        internal static Tensor RankLimit(Tensor s, double atol, double rtol) => (s.Narrow(-1, 0, 1) * rtol).Clamp(min: atol);

        private static (double Absolute, double Relative) Tolerances(string op, Tensor a, double? atol, double? rtol)
        {
            if (!(atol is null or >= 0)) throw new ArgumentOutOfRangeException(nameof(atol), atol, $"{op}: a tolerance is at least 0.{NameScope.Suffix}");
            if (!(rtol is null or >= 0)) throw new ArgumentOutOfRangeException(nameof(rtol), rtol, $"{op}: a tolerance is at least 0.{NameScope.Suffix}");
            return (atol ?? 0, rtol ?? (atol > 0 ? 0 : Math.Max(a.Shape[^1], a.Shape[^2]) * MatrixGuard.Epsilon(a.DType)));
        }
    }
}
