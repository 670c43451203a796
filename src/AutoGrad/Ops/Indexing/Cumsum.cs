using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>yₖ = x₀ + ... + xₖ along an axis;  dx = the running sums of g from the other end.</summary>
    internal sealed class CumsumOp(int axis, bool fromEnd) : NaryOp("Cumsum", Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], y, axis, fromEnd));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new CumsumOp(axis + 1, fromEnd).Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new CumsumOp(axis, !fromEnd).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, int axis, bool fromEnd) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
                Cumulation.Sum(x.Shape[axis], x.Shape.Inner(axis), fromEnd, x.Span<T>(), y.Span<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Running sums along an axis: yₖ = x₀ + ... + xₖ.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative; a scalar is its own running sum along axis 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor Cumsum(int axis)
        {
            var at = Guard.Axis("Cumsum", axis, Shape, Math.Max(Rank, 1));
            return Rank == 0 ? Unsqueeze(0).Cumsum(0).Reshape(Shape) : new CumsumOp(at, fromEnd: false).Apply(this);
        }
    }
}
