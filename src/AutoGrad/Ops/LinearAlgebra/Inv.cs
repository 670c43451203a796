using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Y = A⁻¹;  dA = −Yᵀ·g·Yᵀ.</summary>
    /// <param name="name">What asks for it, for the message about a singular matrix.</param>
    internal sealed class InvOp(string name) : NaryOp(name, Saves.Output), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, x[0].DType);
            Dispatch.Float(Name, y.DType, new Kernel(LuFactors.OfRegular(Name, x[0]), y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => -saved.Y.MatMul(t[0]!).MatMul(saved.Y);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
            -saved.Y.MatMul(g, transposeA: true).MatMul(saved.Y, transposeB: true);

        private readonly struct Kernel(LuFactors factors, Tensor y) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                var x = y.Span<T>();
                var n = y.Shape[^1];
                x.Clear();
                for (var row = 0; row * n < x.Length; row++) x[row * n + row % n] = T.One;
                factors.Solve(x, n, transpose: false);
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The inverse of each matrix. To solve equations, <see cref="Solve"/> is faster and more accurate.</summary>
        /// <param name="a">Square matrices [.., n, n].</param>
        /// <exception cref="ArgumentException">A matrix is singular or not square, or the elements are not floating.</exception>
        public static Tensor Inv(Tensor a)
        {
            MatrixGuard.Square("Inv", a);
            return new InvOp("Inv").Apply(a);
        }
    }
}
