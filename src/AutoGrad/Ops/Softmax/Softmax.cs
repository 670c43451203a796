using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = eˣ / Σ eˣ along an axis;  dx = y (g − Σ g y).</summary>
    internal sealed class SoftmaxOp(Shape shape, int axis) : UnaryOp("Softmax", Saves.Output), IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => SoftmaxKernels.Softmax(x, shape[axis], shape.Inner(axis), y);

        internal override Tensor Batched(BatchedInputs x) => x[0].Softmax(axis + 1);

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Vjp(0, saved, t[0]!);

        internal override bool IsPointwise => false;

        protected override Tensor Rule(Saved saved, Tensor g) => saved.Y * (g - (g * saved.Y).Sum(axis, keepDims: true));

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx) =>
            SoftmaxKernels.SoftmaxGradient(g, saved, shape[axis], shape.Inner(axis), dx);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The softmax along an axis: positive numbers that add up to 1.</summary>
        /// <remarks>yᵢ = exp xᵢ / Σⱼ exp xⱼ, computed from x − max x, so large numbers do not overflow. An entry of −∞ gets exactly 0; all of them −∞, any +∞ or NaN, gives NaN.</remarks>
        /// <param name="axis">The axis to normalise along, from 0 or from the end when negative; 0 or -1 for a scalar.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Softmax(int axis) => Rank == 0
            ? Reshape(new Shape(1)).Softmax(axis).Reshape([])
            : new SoftmaxOp(Shape, Guard.Axis("Softmax", axis, Shape)).Apply(this);
    }
}
