using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Y = the eigenvectors V of a symmetric A with the eigenvalues λ as one more row;  dA = the symmetric part of V·(diag(gλ) + F∘(Vᵀ·gV))·Vᵀ with F[i, j] = 1/(λⱼ − λᵢ).</summary>
    /// <remarks>Giles (2008). Both results in one tensor, so that the rule reads them and is itself differentiable.</remarks>
    internal sealed class EighOp() : NaryOp("Eigh", Saves.Output), IRecyclable
    {
        public static readonly EighOp Instance = new();

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var n = x[0].Shape[^1];
            var y = Tensor.Allocate(x[0].Shape.With(x[0].Rank - 2, n + 1), x[0].DType);
            Dispatch.Float(Name, y.DType, new Kernel(x[0], y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var n = g.Shape[^1];
            var (vectors, values) = (VectorsOf(saved.Y), saved.Y.Narrow(-2, n, 1));
            var inner = vectors.MatMul(g.Narrow(-2, 0, n), transposeA: true);
            var apart = values - values.Transpose(-2, -1);
            var middle = g.Select(-2, n).DiagEmbed() + inner * ReciprocalOrZeroOp.Instance.Apply(apart);
            var dx = vectors.MatMul(middle).MatMul(vectors, transposeB: true);
            return (dx + dx.Transpose(-2, -1)) * 0.5;
        }

        /// <summary>The vectors, whose gradient is refused where they are not determined.</summary>
        public static Tensor VectorsOf(Tensor y) => new DeterminedVectorsOp("Eigh", 0, y.Shape[^1]).Apply(y);

        private readonly struct Kernel(Tensor a, Tensor y) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                var n = a.Shape[^1];
                var (matrix, vectors) = (new T[n * n], new T[n * n]);
                for (var b = 0; b < MatrixGuard.Count(a.Shape); b++)
                {
                    a.Span<T>().Slice(b * n * n, n * n).CopyTo(matrix);
                    if (!SymmetricEigen.Run<T>(matrix, n, vectors)) throw MatrixGuard.NotConverged("Eigh", a.Shape, b);
                    Place(matrix, vectors, n, y.Span<T>().Slice(b * n * (n + 1), n * (n + 1)));
                }
            }

            // smallest first, each vector a column whose largest element is positive
            private static void Place<T>(ReadOnlySpan<T> matrix, ReadOnlySpan<T> vectors, int n, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
            {
                var (values, order) = (new T[n], new int[n]);
                for (var i = 0; i < n; i++) (values[i], order[i]) = (matrix[i * n + i], i);
                Array.Sort(values, order);
                for (var j = 0; j < n; j++)
                {
                    var vector = vectors.Slice(order[j] * n, n);
                    var sign = T.CopySign(T.One, vector[TensorPrimitives.IndexOfMaxMagnitude(vector)]);
                    for (var i = 0; i < n; i++) y[i * n + j] = sign * vector[i];
                    y[n * n + j] = values[j];
                }
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The eigenvalues λ and eigenvectors V of symmetric matrices: A = V·diag(λ)·Vᵀ.</summary>
        /// <remarks>
        /// <para>Eigenvalues ascend; each eigenvector is a column of length 1, of which the element of largest magnitude is positive. The
        /// gradient is symmetric. PyTorch reads one triangle and ignores the other; here A must be symmetric but for rounding.</para>
        /// <para>Where two eigenvalues coincide their eigenvectors have no derivative: a gradient that reaches any of them there, even
        /// one of zeros, is an exception. The gradient of eigenvalues alone stays finite: that of the pair as it was found.</para>
        /// </remarks>
        /// <param name="a">Symmetric matrices [.., n, n].</param>
        /// <returns>The eigenvalues [.., n] and the eigenvectors [.., n, n].</returns>
        /// <exception cref="ArgumentException">A matrix is not symmetric or not square, or holds NaN or infinity, or the elements are not floating.</exception>
        /// <exception cref="NotSupportedException">In the backward pass: a gradient reaches the eigenvectors, and eigenvalues coincide.</exception>
        public static (Tensor Values, Tensor Vectors) Eigh(Tensor a)
        {
            var n = CheckSymmetric("Eigh", a);
            var y = EighOp.Instance.Apply(a);
            return (y.Select(-2, n), EighOp.VectorsOf(y));
        }

        /// <summary>The eigenvalues of symmetric matrices, ascending.</summary>
        /// <param name="a">Symmetric matrices [.., n, n].</param>
        /// <returns>The eigenvalues [.., n].</returns>
        /// <exception cref="ArgumentException">A matrix is not symmetric or not square, or holds NaN or infinity, or the elements are not floating.</exception>
        /// <exception cref="NotSupportedException">In the second backward pass: eigenvalues coincide.</exception>
        public static Tensor Eigvalsh(Tensor a)
        {
            var n = CheckSymmetric("Eigvalsh", a);
            return EighOp.Instance.Apply(a).Select(-2, n);
        }

        private static int CheckSymmetric(string op, Tensor a)
        {
            MatrixGuard.Symmetric(op, a);
            MatrixGuard.Finite(op, a);
            return a.Shape[^1];
        }
    }
}
