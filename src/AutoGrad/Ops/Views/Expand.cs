using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x repeated to a larger shape;  dx = g, which the engine sums back.</summary>
    internal sealed class ExpandOp(Shape shape) : NaryOp("Expand", Saves.None), IRecyclable, ILinear
    {
        internal override bool Broadcasts => true;

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(shape, x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => x.Aligned(0, shape.Rank).Expand(BatchAxis.Behind(shape, x.Size));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g;

        private readonly struct Kernel(Tensor x, Tensor y) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged => Broadcasting.Expand<T>(x.Shape.Extents, y.Shape.Extents, x.Bits<T>(), y.Bits<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The tensor repeated along axes of extent 1, and along new leading axes, to a larger shape.</summary>
        /// <remarks>The gradient is summed over the repeated axes.</remarks>
        /// <param name="shape">The shape to reach.</param>
        /// <exception cref="ShapeMismatchException">This shape does not broadcast to it.</exception>
        public Tensor Expand(Shape shape)
        {
            if (shape.SameAs(Shape)) return this;
            if (!Shape.BroadcastsTo(shape)) throw new ShapeMismatchException("Expand", Shape, shape, "only axes of extent 1 and new leading axes can be repeated");
            return new ExpandOp(shape).Apply(this);
        }
    }
}
