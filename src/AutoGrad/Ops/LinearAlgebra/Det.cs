using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = det A;  dA = g·C with the cofactors C of A, which is y·A⁻ᵀ where A has an inverse.</summary>
    internal sealed class DetOp() : NaryOp("Det", Saves.Inputs), IRecyclable
    {
        public static readonly DetOp Instance = new();

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(new Shape(x[0].Shape.Extents[..^2]), x[0].DType);
            Dispatch.Float(Name, y.DType, new Kernel(LuFactors.Of(x[0]), y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g.Unsqueeze(-1).Unsqueeze(-1) * new CofactorsOp().Apply(saved.X());

        private readonly struct Kernel(LuFactors factors, Tensor y) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
            {
                var z = y.Span<T>();
                for (var b = 0; b < z.Length; b++)
                {
                    z[b] = factors.Parity<T>(b);
                    foreach (var pivot in factors.Pivots<T>(b)) z[b] *= pivot;
                }
            }
        }
    }
}

namespace AutoGrad
{
    public static partial class LinearAlgebra
    {
        /// <summary>The determinant of each matrix; 1 for a matrix without elements.</summary>
        /// <remarks>
        /// The determinant is a polynomial, and its first and second derivatives are right for singular matrices of any rank
        /// too. A third derivative at a singular matrix is taken through its singular values and exists only where those differ.
        /// </remarks>
        /// <param name="a">Square matrices [.., n, n].</param>
        /// <returns>The batch axes of the matrices.</returns>
        /// <exception cref="ArgumentException">The matrices are not square, or the elements are not floating.</exception>
        public static Tensor Det(Tensor a)
        {
            MatrixGuard.Square("Det", a);
            return DetOp.Instance.Apply(a);
        }
    }
}
