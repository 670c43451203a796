using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>The sign of det A and log |det A|;  dA = g·A⁻ᵀ of the logarithm, nothing of the sign.</summary>
    internal sealed class SlogdetOp() : MultiOutputOp("Slogdet", Saves.Inputs)
    {
        public static readonly SlogdetOp Instance = new();

        protected override Tensor[] Forward(ReadOnlySpan<Tensor> x)
        {
            var batch = new Shape(x[0].Shape.Extents[..^2]);
            Tensor[] y = [Tensor.Allocate(batch, x[0].DType), Tensor.Allocate(batch, x[0].DType)];
            Dispatch.Float(Name, x[0].DType, new Kernel(LuFactors.Of(x[0]), y[0], y[1]));
            return y;
        }

        protected internal override Tensor Vjp(int input, Saved saved, ReadOnlySpan<Tensor?> g) => g[1] is { } upstream
            ? upstream.Unsqueeze(-1).Unsqueeze(-1) * new InvOp("gradient of Slogdet").Apply(saved.X()).Transpose(-2, -1)
            : Tensor.ZerosLike(saved.X());

        private readonly struct Kernel(LuFactors factors, Tensor sign, Tensor logarithm) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                for (var b = 0; b < sign.Size; b++)
                {
                    var (s, sum) = (factors.Parity<T>(b), T.Zero);
                    foreach (var pivot in factors.Pivots<T>(b))
                    {
                        s *= T.IsNaN(pivot) ? pivot : T.CreateTruncating(T.Sign(pivot));
                        sum += T.Log(T.Abs(pivot));
                    }
                    (sign.Span<T>()[b], logarithm.Span<T>()[b]) = (s, sum);
                }
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The sign of the determinant and the logarithm of its magnitude, which neither overflows nor underflows.</summary>
        /// <remarks>det A = Sign·e^LogAbsDet. For a singular matrix they are 0 and −∞, and asking for the gradient there is an error.</remarks>
        /// <param name="a">Square matrices [.., n, n].</param>
        /// <returns>Two tensors of the batch axes of the matrices. The derivative of the sign is 0.</returns>
        /// <exception cref="ArgumentException">The matrices are not square, or the elements are not floating. In the backward pass: a matrix is singular.</exception>
        public static (Tensor Sign, Tensor LogAbsDet) Slogdet(Tensor a)
        {
            MatrixGuard.Square("Slogdet", a);
            var y = SlogdetOp.Instance.Apply(a);
            return (y[0], y[1]);
        }

        /// <summary>The logarithm of the determinant: −∞ for a singular matrix, NaN for a negative determinant, as in PyTorch.</summary>
        /// <remarks>PyTorch's <c>torch.logdet</c>. Use <see cref="Slogdet"/> where the sign may be negative.</remarks>
        /// <param name="a">Square matrices [.., n, n].</param>
        /// <returns>The batch axes of the matrices.</returns>
        /// <exception cref="ArgumentException">The matrices are not square, or the elements are not floating. In the backward pass: a matrix is singular.</exception>
        public static Tensor Logdet(Tensor a)
        {
            MatrixGuard.Square("Logdet", a);
            var (sign, logarithm) = Slogdet(a);
            return logarithm + Tensor.Where(sign.Detach() < 0, double.NaN, Tensor.ZerosLike(sign));
        }
    }
}
