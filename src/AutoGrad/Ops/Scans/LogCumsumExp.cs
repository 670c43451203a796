using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>yₖ = ln(e^x₀ + ... + e^xₖ) along an axis;  dxᵢ = e^(xᵢ − yᵢ) rᵢ with rᵢ = gᵢ + e^(yᵢ − yᵢ₊₁) rᵢ₊₁.</summary>
    /// <remarks>y never falls, so no exponential overflows.</remarks>
    internal sealed class LogCumsumExpOp(int axis) : NaryOp("LogCumsumExp", Saves.Inputs | Saves.Output), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, x[0].DType);
            Dispatch.Float(Name, y.DType, new Kernel(x[0], y, axis));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new LogCumsumExpOp(axis + 1).Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var y = saved.Y;
            var before = RecurrenceOp.Delayed(y, axis, double.NegativeInfinity);
            var later = new RecurrenceOp(axis, fromEnd: true).Apply(PowerShareOp.Instance.Apply(before, y), g);
            return PowerShareOp.Instance.Apply(saved.X(), y) * later;
        }

        private readonly struct Kernel(Tensor x, Tensor y, int axis) : IFloatKernel
        {
            public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
                LogSumScan.Run(x.Shape[axis], x.Shape.Inner(axis), x.Span<T>(), y.Span<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Running logarithms of sums of exponentials along an axis: yₖ = ln(e^x₀ + ... + e^xₖ). Nothing overflows on the way.</summary>
        /// <remarks>PyTorch's <c>logcumsumexp</c>.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative; a scalar is its own result along axis 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor LogCumsumExp(int axis)
        {
            var at = Guard.Axis("LogCumsumExp", axis, Shape, Math.Max(Rank, 1));
            return Rank == 0 ? Unsqueeze(0).LogCumsumExp(0).Reshape(Shape) : new LogCumsumExpOp(at).Apply(this);
        }
    }
}
