using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Y = Q[m, n] with R[n, n] below it, for A = Q·R with m ≥ n;  dA = (gQ + Q·sym(M))·R⁻ᵀ with M = R·gRᵀ − gQᵀ·Q, where sym copies the lower triangle to the upper.</summary>
    /// <remarks>
    /// Walter and Lehmann, "Algorithmic differentiation of linear algebra functions with application in optimum experimental
    /// design" (2010). Both results in one tensor, so that the rule reads them and is itself differentiable.
    /// </remarks>
    internal sealed class QrOp() : NaryOp("Qr", Saves.Output), IRecyclable
    {
        public static readonly QrOp Instance = new();

        private static readonly SolveTriangularOp s_upper = new(new TriangularSystem(Lower: false, Transpose: false, Unit: false));

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            int m = x[0].Shape[^2], n = x[0].Shape[^1];
            var y = Tensor.Allocate(x[0].Shape.With(x[0].Rank - 2, m + n), x[0].DType);
            Dispatch.Float(Name, y.DType, new Kernel(x[0], y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var n = g.Shape[^1];
            var m = g.Shape[^2] - n;
            var (q, r, gq, gr) = (saved.Y.Narrow(-2, 0, m), saved.Y.Narrow(-2, m, n), g.Narrow(-2, 0, m), g.Narrow(-2, m, n));
            var inner = r.MatMul(gr.Triu(), transposeB: true) - gq.MatMul(q, transposeA: true);
            var symmetric = inner.Tril() + inner.Tril(-1).Transpose(-2, -1);
            var left = gq + q.MatMul(symmetric);
            return s_upper.Apply(r, left.Transpose(-2, -1)).Transpose(-2, -1);
        }

        private readonly struct Kernel(Tensor a, Tensor y) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                int m = a.Shape[^2], n = a.Shape[^1];
                for (var b = 0; b < MatrixGuard.Count(a.Shape); b++)
                {
                    var packed = y.Span<T>().Slice(b * (m + n) * n, (m + n) * n);
                    HouseholderQr.Run<T>(a.Span<T>().Slice(b * m * n, m * n), m, n, packed[..(m * n)], packed[(m * n)..]);
                }
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>A = Q·R with orthonormal columns in Q and an upper triangular R.</summary>
        /// <remarks>
        /// <para>By Householder reflections, with LAPACK's signs, which are PyTorch's: R mostly has a negative diagonal. A wide matrix has
        /// the Q of its first m columns.</para>
        /// <para>The gradient needs those first columns to be independent. The columns that <see cref="QrMode.Complete"/> adds to
        /// the Q of a tall matrix are some completion, and no gradient may reach them.</para>
        /// </remarks>
        /// <param name="a">Matrices [.., m, n].</param>
        /// <param name="mode">How many columns Q has.</param>
        /// <returns>Q [.., m, k] and R [.., k, n] with k = min(m, n), or k = m for a complete decomposition.</returns>
        /// <exception cref="ArgumentException">The tensor has fewer than two axes or is not floating. In the backward pass: columns are dependent.</exception>
        /// <exception cref="NotSupportedException">In the backward pass: a gradient reaches columns that the complete decomposition has added.</exception>
        public static (Tensor Q, Tensor R) Qr(Tensor a, QrMode mode = QrMode.Reduced)
        {
            MatrixGuard.Matrices("Qr", a);
            int m = a.Shape[^2], n = a.Shape[^1], k = Math.Min(m, n);
            var y = QrOp.Instance.Apply(a.Narrow(-1, 0, k));
            var (q, r) = (y.Narrow(-2, 0, m), y.Narrow(-2, m, k));
            if (n > k) r = Tensor.Concat([r, q.MatMul(a.Narrow(-1, k, n - k), transposeA: true)], -1);
            if (mode == QrMode.Reduced || m == k) return (q, r);
            return (Completed(q), Tensor.Concat([r, Tensor.Zeros(r.Shape.With(r.Rank - 2, m - k), r.DType)], -2));
        }
    }
}
