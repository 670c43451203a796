using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Y = e^A;  dA = the upper right block of exp((Aᵀ, g), (0, Aᵀ)).</summary>
    /// <remarks>
    /// That block is the derivative of the exponential at Aᵀ in direction g (Higham, "Functions of Matrices", 2008, theorem
    /// 3.6), and the derivative at Aᵀ is the transpose of that at A. It is an exponential again, so any order works.
    /// </remarks>
    internal sealed class MatrixExpOp() : NaryOp("MatrixExp", Saves.Inputs), IRecyclable
    {
        public static readonly MatrixExpOp Instance = new();

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, x[0].DType);
            Dispatch.Float(Name, y.DType, new Kernel(x[0], y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var n = g.Shape[^1];
            if (g.Size == 0) return Tensor.ZerosLike(g);
            var a = saved.X().Transpose(-2, -1);
            // the block is linear in g: a small one spares squarings
            var scale = g.Detach().Abs().Max([-2, -1], keepDims: true).Clamp(min: 1);
            var top = Tensor.Concat([a, g / scale], -1);
            var bottom = Tensor.Concat([Tensor.ZerosLike(a), a], -1);
            return Apply(Tensor.Concat([top, bottom], -2)).Narrow(-2, 0, n).Narrow(-1, n, n) * scale;
        }

        private readonly struct Kernel(Tensor a, Tensor y) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                var n = a.Shape[^1];
                if (n == 0) return;
                for (var b = 0; b < MatrixGuard.Count(a.Shape); b++)
                    MatrixExponential.Run<T>(a.Span<T>().Slice(b * n * n, n * n), n, y.Span<T>().Slice(b * n * n, n * n));
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The matrix exponential Σ Aᵏ / k!; of a matrix with NaN or infinity it is NaN.</summary>
        /// <param name="a">Square matrices [.., n, n].</param>
        /// <exception cref="ArgumentException">The matrices are not square, or the elements are not floating.</exception>
        public static Tensor MatrixExp(Tensor a)
        {
            MatrixGuard.Square("MatrixExp", a);
            return MatrixExpOp.Instance.Apply(a);
        }
    }
}
