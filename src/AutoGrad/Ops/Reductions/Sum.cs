using System.Runtime.InteropServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = Σ x over some axes;  dx = g, expanded.</summary>
    internal sealed class SumOp(ReducedShape over) : NumberReductionOp("Sum", Saves.None, over), IUniformGradient
    {
        protected override void Forward<T>(ReadOnlySpan<int> extents, ReadOnlySpan<T> x, Span<T> y) =>
            Reducer.Run(extents, Over.Reduced, x, y, new SumReduction<T>());

        private protected override ReductionOp With(ReducedShape over) => new SumOp(over);

        protected override Tensor Rule(Saved saved, Tensor g) => g.Expand(saved.ShapeOf());

        bool IUniformGradient.IsUniform => Over.Kept.Size == 1;

        T IUniformGradient.Uniform<T>(T g) => g;
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The sum over some axes, or over all of them.</summary>
        /// <remarks>Σ x; the gradient is repeated along the summed axes. Summation is by halves: error O(log n), same bits on every run. The sum of no elements is 0.</remarks>
        /// <param name="axes">The axes to sum over, each from 0 or from the end when negative; none for all.</param>
        /// <param name="keepDims">Keep the summed axes, with extent 1.</param>
        /// <returns>A tensor of the same element type without those axes.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">An axis is given twice, or the elements are truth values.</exception>
        public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false) => new SumOp(ReducedShape.Of("Sum", Shape, axes)).Apply(this, keepDims);

        /// <summary>The sum of all elements, as a scalar.</summary>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor Sum() => Sum([]);

        /// <summary>The sum over one axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="keepDims">Keep the axis, with extent 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor Sum(int axis, bool keepDims = false) => Sum([axis], keepDims);

        /// <summary>Sums a broadcast gradient back to the shape it was expanded from.</summary>
        internal Tensor SumTo(Shape shape)
        {
            if (Shape.SameAs(shape)) return this;
            var (axes, lead) = (new List<int>(Rank), Rank - shape.Rank);
            for (var axis = 0; axis < Rank; axis++)
                if (axis < lead || shape[axis - lead] != Shape[axis]) axes.Add(axis);
            return Sum(CollectionsMarshal.AsSpan(axes), keepDims: true).Reshape(shape);
        }
    }
}
