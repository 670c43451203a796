using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = min x over some axes;  dx = g, shared evenly by the elements that equal y.</summary>
    internal sealed class MinOp(ReducedShape over) : NumberReductionOp("Min", Saves.Inputs | Saves.Output, over)
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) =>
            Reducer.Run(extents, Over.Reduced, x, y, new MinReduction<T>());

        private protected override ReductionOp With(ReducedShape over) => new MinOp(over);

        protected override Tensor Rule(Saved saved, Tensor g) => g * Ties.Shares(saved.X(), saved.Y, Over.Reduced);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The smallest element over some axes, or over all of them.</summary>
        /// <remarks>PyTorch's <c>amin</c>: elements that tie share the gradient evenly. NaN if any element is NaN.</remarks>
        /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
        /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
        /// <returns>A tensor of the same element type without those axes.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, or the elements are truth values, or there are none.</exception>
        public Tensor Min(ReadOnlySpan<int> axes, bool keepDims = false) => new MinOp(ReducedShape.OfSome("Min", Shape, axes)).Apply(this, keepDims);

        /// <summary>The smallest element of all elements, as a scalar.</summary>
        /// <exception cref="ArgumentException">The elements are truth values, or there are none.</exception>
        /// <inheritdoc cref="Min(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor Min() => Min([]);

        /// <summary>The smallest element over one axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are truth values, or there are none.</exception>
        /// <inheritdoc cref="Min(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor Min(int axis, bool keepDims = false) => Min([axis], keepDims);
    }
}
