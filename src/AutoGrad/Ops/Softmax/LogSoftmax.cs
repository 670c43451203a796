using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x − log Σ eˣ along an axis;  dx = g − eʸ Σ g.</summary>
    internal sealed class LogSoftmaxOp(Shape shape, int axis) : UnaryOp("LogSoftmax", Saves.Output), IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => SoftmaxKernels.LogSoftmax(x, shape[axis], shape.Inner(axis), y);

        internal override Tensor Batched(BatchedInputs x) => x[0].LogSoftmax(axis + 1);

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => t[0]! - (saved.Y.Softmax(axis) * t[0]!).Sum(axis, keepDims: true);

        internal override bool IsPointwise => false;

        // eʸ is the softmax of y too, since softmax does not see the shift: its rule keeps any order right
        protected override Tensor Rule(Saved saved, Tensor g) => g - saved.Y.Softmax(axis) * g.Sum(axis, keepDims: true);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx) =>
            SoftmaxKernels.LogSoftmaxGradient(g, saved, shape[axis], shape.Inner(axis), dx);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm of the softmax along an axis, accurate where the softmax itself rounds to 0 or 1.</summary>
        /// <remarks>yᵢ = xᵢ − log Σⱼ exp xⱼ, computed from x − max x, so large numbers do not overflow. An entry of −∞ stays −∞; all of them −∞, any +∞ or NaN, gives NaN.</remarks>
        /// <param name="axis">The axis to normalise along, from 0 or from the end when negative; 0 or -1 for a scalar.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor LogSoftmax(int axis) => Rank == 0
            ? Reshape(new Shape(1)).LogSoftmax(axis).Reshape([])
            : new LogSoftmaxOp(Shape, Guard.Axis("LogSoftmax", axis, Shape)).Apply(this);
    }
}
