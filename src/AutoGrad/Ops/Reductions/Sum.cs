using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = Σ x over some axes, kept with extent 1;  dx = g, expanded.</summary>
    internal sealed class SumOp(bool[] reduced, Shape kept) : NaryOp("Sum", Saves.None), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(kept, x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], y, reduced));
            return y;
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g.Expand(saved.ShapeOf());

        private readonly struct Kernel(Tensor x, Tensor y, bool[] reduced) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
                Reducer.Run(x.Shape.Extents, reduced, x.Span<T>(), y.Span<T>(), new SumReduction<T>());
        }
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
        public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false)
        {
            var reduction = ReducedShape.Of("Sum", Shape, axes);
            var kept = new SumOp(reduction.Reduced, reduction.Kept).Apply(this);
            return keepDims ? kept : kept.Reshape(reduction.Dropped);
        }

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
            var (reduced, kept, lead) = (new bool[Rank], Shape.Extents.ToArray(), Rank - shape.Rank);
            for (var axis = 0; axis < Rank; axis++)
            {
                if (axis >= lead && shape[axis - lead] == kept[axis]) continue;
                (reduced[axis], kept[axis]) = (true, 1);
            }
            return new SumOp(reduced, Shape.Owning(kept)).Apply(this).Reshape(shape);
        }
    }
}
