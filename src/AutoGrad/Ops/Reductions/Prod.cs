using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = Π x over some axes;  dx = g · the product of all the others.</summary>
    internal sealed class ProdOp(ReducedShape over) : NumberReductionOp("Prod", Saves.Inputs, over)
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) =>
            Reducer.Run(extents, Over.Reduced, x, y, new ProductReduction<T>());

        private protected override ReductionOp With(ReducedShape over) => new ProdOp(over);

        protected override Tensor Rule(Saved saved, Tensor g) => g * ProductOfOthers.Of(saved.X(), Over);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The product over some axes, or over all of them.</summary>
        /// <remarks>Π x. The gradient of an element is the product of all the others, made without dividing, so it is right to any order beside zeros too. The product of no elements is 1; integers wrap around on overflow.</remarks>
        /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
        /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
        /// <returns>A tensor of the same element type without those axes.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, or the elements are truth values.</exception>
        public Tensor Prod(ReadOnlySpan<int> axes, bool keepDims = false) => new ProdOp(ReducedShape.Of("Prod", Shape, axes)).Apply(this, keepDims);

        /// <summary>The product of all elements, as a scalar.</summary>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        /// <inheritdoc cref="Prod(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor Prod() => Prod([]);

        /// <summary>The product over one axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        /// <inheritdoc cref="Prod(ReadOnlySpan{int}, bool)" path="/remarks"/>
        public Tensor Prod(int axis, bool keepDims = false) => Prod([axis], keepDims);
    }
}
