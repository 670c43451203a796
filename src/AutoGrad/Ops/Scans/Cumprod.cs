using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>yₖ = x₀ x₁ ... xₖ along an axis;  dxᵢ = yᵢ₋₁ rᵢ with rᵢ = gᵢ + xᵢ₊₁ rᵢ₊₁.</summary>
    /// <remarks>Nothing is divided, so the derivatives of any order are exact beside zeros too, and each costs one pass.</remarks>
    internal sealed class CumprodOp(int axis) : NaryOp("Cumprod", Saves.Inputs | Saves.Output), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(x[0].Shape, x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], y, axis));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new CumprodOp(axis + 1).Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
            RecurrenceOp.Delayed(saved.Y, axis, first: 1) * new RecurrenceOp(axis, fromEnd: true).Apply(saved.X(), g);

        private readonly struct Kernel(Tensor x, Tensor y, int axis) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
                LinearRecurrence.Product(x.Shape[axis], x.Shape.Inner(axis), x.Span<T>(), y.Span<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Running products along an axis: yₖ = x₀ x₁ ... xₖ.</summary>
        /// <remarks>The gradient is made without dividing, so it is right to any order beside zeros too. Integers wrap around on overflow.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative; a scalar is its own running product along axis 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor Cumprod(int axis)
        {
            var at = Guard.Axis("Cumprod", axis, Shape, Math.Max(Rank, 1));
            return Rank == 0 ? Unsqueeze(0).Cumprod(0).Reshape(Shape) : new CumprodOp(at).Apply(this);
        }
    }
}
