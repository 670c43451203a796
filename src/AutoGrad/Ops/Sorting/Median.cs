using System.Buffers;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = the median of all elements;  dx = g, shared evenly by the elements that equal y.</summary>
    internal sealed class MedianOp(ReducedShape over) : NumberReductionOp("Median", Saves.Inputs | Saves.Output, over)
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y)
        {
            var held = ArrayPool<T>.Shared.Rent(x.Length);
            x.CopyTo(held);
            y[0] = OrderStatistic.Median(held.AsSpan(0, x.Length));
            ArrayPool<T>.Shared.Return(held);
        }

        private protected override ReductionOp? With(ReducedShape over) => null;

        protected override Tensor Rule(Saved saved, Tensor g) => g * Ties.Shares(saved.X(), saved.Y, Over.Reduced);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The median of all elements, as a scalar; of an even number of elements the lower of the two in the middle.</summary>
        /// <remarks>Elements that tie share the gradient evenly. NaN if any element is NaN.</remarks>
        /// <exception cref="ArgumentException">There are no elements, or they are truth values.</exception>
        public Tensor Median() => new MedianOp(ReducedShape.OfSome("Median", Shape, [])).Apply(this, keepDims: false);

        /// <summary>The median along an axis; of an even number of elements the lower of the two in the middle.</summary>
        /// <remarks>The gradient goes to the element chosen. NaN if any element is NaN.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        public Tensor Median(int axis, bool keepDims = false) => MedianWithIndices(axis, keepDims).Values;

        /// <summary>The median along an axis, and where it is; of an even number of elements the lower of the two in the middle.</summary>
        /// <remarks>PyTorch's <c>median(dim)</c>: of equal elements one is chosen and gets all of the gradient. NaN, the first, if any element is NaN.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <returns>The elements, and their Int64 indices along the axis.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        public (Tensor Values, Tensor Indices) MedianWithIndices(int axis, bool keepDims = false)
        {
            if (Rank == 0)
            {
                var (value, index) = Unsqueeze(0).MedianWithIndices(axis);
                return (value, index);
            }
            var at = Guard.Axis("Median", axis, Shape);
            var over = ReducedShape.OfSome("Median", Shape, [at]);
            var indices = SortedIndices.Of("Median", this, at, descending: false, (Shape[at] - 1) / 2, 1);
            if (DType.IsFloating)
            {
                // a NaN lies behind the numbers: the first of them, wherever the last element in order is one
                var nan = IsNaN();
                var first = nan.To(DType.Int32).ArgMax(at, keepDims: true);
                indices = Where(nan.Any(at, keepDims: true), first, indices);
            }
            var values = Gather(at, indices);
            return keepDims ? (values, indices) : (values.Reshape(over.Dropped), indices.Reshape(over.Dropped));
        }
    }
}
