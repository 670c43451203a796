using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>
    /// Y = the rows of U, then of V, then σ, for A = U·diag(σ)·Vᵀ with as many columns as A has singular values;
    /// dA = [U·(F∘(P − Pᵀ))·S + (I − U·Uᵀ)·gU·S⁻¹]·Vᵀ + U·diag(gσ)·Vᵀ + U·[S·(F∘(Q − Qᵀ))·Vᵀ + S⁻¹·gVᵀ·(I − V·Vᵀ)] with P = Uᵀ·gU,
    /// Q = Vᵀ·gV, S = diag(σ) and F[i, j] = 1/(σⱼ² − σᵢ²).
    /// </summary>
    /// <remarks>
    /// Townsend, "Differentiating the singular value decomposition" (2016). All results in one tensor, so that the rule reads them and is itself differentiable.
    /// </remarks>
    internal sealed class SvdOp() : NaryOp("Svd", Saves.Output), IRecyclable
    {
        public static readonly SvdOp Instance = new();

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            int m = x[0].Shape[^2], n = x[0].Shape[^1];
            var y = Tensor.Allocate(Shape.Concat(x[0].Shape.Extents[..^2], [m + n + 1, Math.Min(m, n)]), x[0].DType);
            Dispatch.Float(Name, y.DType, new Kernel(x[0], y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            int m = saved.ShapeOf()[^2], n = saved.ShapeOf()[^1], k = Math.Min(m, n);
            var ((u, v), s) = (VectorsOf(saved.Y, m, n), saved.Y.Narrow(-2, m + n, 1));
            var (gu, gv) = (g.Narrow(-2, 0, m), g.Narrow(-2, m, n));
            var (p, q) = (u.MatMul(gu, transposeA: true), v.MatMul(gv, transposeA: true));
            var column = s.Transpose(-2, -1);
            var apart = ReciprocalOrZeroOp.Instance.Apply((s - column) * (s + column));
            var (left, right) = (apart * (p - p.Transpose(-2, -1)), apart * (q - q.Transpose(-2, -1)));
            var middle = left * s + g.Select(-2, m + n).DiagEmbed() + column * right;
            var dx = u.MatMul(middle).MatMul(v, transposeB: true);
            if (m > k) dx += Outside(u, gu, p, s).MatMul(v, transposeB: true);
            if (n > k) dx += u.MatMul(Outside(v, gv, q, s), transposeB: true);
            return dx;
        }

        /// <summary>(I − U·Uᵀ)·gU·S⁻¹: what leaves the space of the columns of U.</summary>
        private static Tensor Outside(Tensor u, Tensor gu, Tensor p, Tensor s) => (gu - u.MatMul(p)) * ReciprocalOrZeroOp.Instance.Apply(s);

        /// <summary>U and V, whose gradients are refused where they are not determined.</summary>
        public static (Tensor U, Tensor V) VectorsOf(Tensor y, int m, int n) =>
            (new DeterminedVectorsOp("Svd", 0, m, outside: m > n).Apply(y), new DeterminedVectorsOp("Svd", m, n, outside: n > m).Apply(y));

        private readonly struct Kernel(Tensor a, Tensor y) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                int m = a.Shape[^2], n = a.Shape[^1];
                var (tall, k) = (Math.Max(m, n), Math.Min(m, n));
                var (columns, vectors, sigma) = (new T[tall * k], new T[k * k], new T[k]);
                for (var b = 0; b < MatrixGuard.Count(a.Shape); b++)
                {
                    // a wide matrix is decomposed as its transpose, whose columns are the rows
                    Place(a.Span<T>().Slice(b * m * n, m * n), n, columns, tall, m >= n);
                    if (!SingularValues.Run<T>(columns, tall, k, vectors, sigma)) throw MatrixGuard.NotConverged("Svd", a.Shape, b);
                    var packed = y.Span<T>().Slice(b * (m + n + 1) * k, (m + n + 1) * k);
                    Span<T> u = packed[..(m * k)], v = packed.Slice(m * k, n * k);
                    Place(columns, tall, m >= n ? u : v, k, true);
                    Place(vectors, k, m >= n ? v : u, k, true);
                    sigma.CopyTo(packed[((m + n) * k)..]);
                    Orient(u, v, k);
                }
            }

            private static void Place<T>(ReadOnlySpan<T> from, int width, Span<T> to, int widthTo, bool transpose) where T : unmanaged
            {
                if (!transpose) from.CopyTo(to);
                else for (var i = 0; i < from.Length; i++) to[i % width * widthTo + i / width] = from[i];
            }

            // the largest element of each column of U is positive
            private static void Orient<T>(Span<T> u, Span<T> v, int k) where T : unmanaged, IFloatingPointIeee754<T>
            {
                for (var j = 0; j < k; j++)
                {
                    var largest = j;
                    for (var i = j; i < u.Length; i += k)
                        if (T.Abs(u[i]) > T.Abs(u[largest])) largest = i;
                    if (u[largest] >= T.Zero) continue;
                    for (var i = j; i < u.Length; i += k) u[i] = -u[i];
                    for (var i = j; i < v.Length; i += k) v[i] = -v[i];
                }
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The singular value decomposition A = U·diag(σ)·Vᵀ.</summary>
        /// <remarks>
        /// <para>Singular values descend. The element of largest magnitude of each column of U is positive. The columns that
        /// <paramref name="fullMatrices"/> adds are some orthonormal completion, and no gradient may reach them.</para>
        /// <para>Where two singular values coincide, or one is 0 and the matrix is not square, singular vectors have no derivative:
        /// a gradient that reaches any of them there, even one of zeros, is an exception. The gradient of the values alone stays finite.</para>
        /// </remarks>
        /// <param name="a">Matrices [.., m, n].</param>
        /// <param name="fullMatrices">Square U and V, as is PyTorch's default; false for min(m, n) columns.</param>
        /// <returns>U [.., m, m], σ [.., min(m, n)] and Vᵀ [.., n, n]; without full matrices U [.., m, min(m, n)] and Vᵀ [.., min(m, n), n].</returns>
        /// <exception cref="ArgumentException">The tensor has fewer than two axes, holds NaN or infinity, or is not floating.</exception>
        /// <exception cref="NotSupportedException">In the backward pass: a gradient reaches singular vectors without a derivative, or columns that full matrices have added.</exception>
        public static (Tensor U, Tensor S, Tensor Vh) Svd(Tensor a, bool fullMatrices = true)
        {
            var y = Decomposed("Svd", a);
            int m = a.Shape[^2], n = a.Shape[^1];
            var (u, v) = SvdOp.VectorsOf(y, m, n);
            if (fullMatrices) (u, v) = (Completed(u), Completed(v));
            return (u, y.Select(-2, m + n), Adjoint(v));
        }

        /// <summary>The singular values, descending.</summary>
        /// <param name="a">Matrices [.., m, n].</param>
        /// <returns>The singular values [.., min(m, n)].</returns>
        /// <exception cref="ArgumentException">The tensor has fewer than two axes, holds NaN or infinity, or is not floating.</exception>
        /// <exception cref="NotSupportedException">In the second backward pass: singular values coincide.</exception>
        public static Tensor Svdvals(Tensor a) => Decomposed("Svdvals", a).Select(-2, a.Shape[^2] + a.Shape[^1]);

        private static Tensor Decomposed(string op, Tensor a)
        {
            MatrixGuard.Matrices(op, a);
            MatrixGuard.Finite(op, a);
            return SvdOp.Instance.Apply(a);
        }

        private static Tensor Completed(Tensor q) => q.Shape[^2] == q.Shape[^1] ? q : Tensor.Concat([q, CompletionOp.Instance.Apply(q)], -1);
    }
}
