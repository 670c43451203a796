using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = the rows of x that an index names, along an axis;  dx = the rows of g added up where they came from.</summary>
    internal sealed class IndexSelectOp(int axis) : NaryOp("IndexSelect", Saves.LastInput), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var positions = IndexPositions.Of(Name, x[1], x[0].Shape, axis);
            var y = Tensor.Allocate(x[0].Shape.With(axis, positions.Length), x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, axis, positions));
            return y;
        }

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Apply(t[0]!, saved.X(1));

        internal override Tensor? Batched(BatchedInputs x)
        {
            if (!x.Has(1)) return new IndexSelectOp(axis + 1).Apply(x[0], x[1]);
            if (x.Has(0)) return null;
            // all samples' rows in one selection: [.., samples·rows, ..], and the samples to the front
            var (rows, shape) = (x[1].Size / x.Size, x[0].Shape);
            var picked = Apply(x[0], x[1].Reshape(new Shape(x[1].Size)));
            return picked.Reshape(Shape.Concat([.. shape.Extents[..axis], x.Size, rows], shape.Extents[(axis + 1)..])).MoveAxis(axis, 0);
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new IndexSumOp(saved.ShapeOf(), axis).Apply(g, saved.X(1));

        private readonly struct Kernel(Tensor x, Tensor y, int axis, int[] positions) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged =>
                Indexing.Rows<T, ReadIndexed<T>>(x.Shape.Outer(axis), x.Shape[axis], x.Shape.Inner(axis), positions, x.Bits<T>(), y.Bits<T>());
        }
    }

    /// <summary>y = zeros with the rows of x added where an index says: the transpose of a selection;  dx = those rows of g.</summary>
    internal sealed class IndexSumOp(Shape shape, int axis) : NaryOp("IndexAdd", Saves.LastInput), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var positions = IndexPositions.Of(Name, x[1], shape, axis);
            var y = Tensor.Allocate(shape, x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], y, axis, positions));
            return y;
        }

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Apply(t[0]!, saved.X(1));

        internal override Tensor? Batched(BatchedInputs x) => x.Has(1) ? null : new IndexSumOp(BatchAxis.Behind(shape, x.Size), axis + 1).Apply(x[0], x[1]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new IndexSelectOp(axis).Apply(g, saved.X(1));

        private readonly struct Kernel(Tensor x, Tensor y, int axis, int[] positions) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
            {
                y.Span<T>().Clear();
                Indexing.Rows<T, AddIndexed<T>>(y.Shape.Outer(axis), y.Shape[axis], y.Shape.Inner(axis), positions, y.Span<T>(), x.Span<T>());
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The rows that an index names, along an axis: y[.., k, ..] = x[.., index[k], ..].</summary>
        /// <remarks>The gradient of a row that is named several times is the sum, taken in the order of the index.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="index">Int64 or Int32 with one axis, or a scalar; negative indices count from the end.</param>
        /// <returns>A tensor whose axis has as many rows as the index has elements.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
        /// <exception cref="ArgumentException">The index does not hold integers or has several axes.</exception>
        public Tensor IndexSelect(int axis, Tensor index)
        {
            var at = Guard.Axis("IndexSelect", axis, Shape);
            CheckRowIndex("IndexSelect", index);
            return new IndexSelectOp(at).Apply(this, index);
        }

        /// <summary>This tensor with rows added where an index says: y[.., index[k], ..] = x[.., index[k], ..] + source[.., k, ..].</summary>
        /// <remarks>Rows that go to the same place are added up in the order of the index.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="index">Int64 or Int32 with one axis, or a scalar; negative indices count from the end.</param>
        /// <param name="source">The rows: the shape of this tensor, but with one row on the axis for each element of the index.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
        /// <exception cref="ShapeMismatchException">The source has another shape.</exception>
        /// <exception cref="ArgumentException">The index does not hold integers or has several axes; the element types differ or are Bool.</exception>
        public Tensor IndexAdd(int axis, Tensor index, Tensor source)
        {
            ArgumentNullException.ThrowIfNull(source);
            var at = Guard.Axis("IndexAdd", axis, Shape);
            CheckRowIndex("IndexAdd", index);
            Guard.SameDType("IndexAdd", this, source);
            var expected = Shape.With(at, index.Size);
            if (!source.Shape.SameAs(expected)) throw new ShapeMismatchException("IndexAdd", source.Shape, expected, $"the source must have one row on axis {axis} for each index, and the other extents of {Shape}");
            return this + new IndexSumOp(Shape, at).Apply(source, index);
        }

        private static void CheckRowIndex(string op, Tensor index)
        {
            ArgumentNullException.ThrowIfNull(index);
            Guard.Indices(op, index);
            if (index.Rank > 1) throw new ArgumentException($"{op}: the index has shape {index.Shape}, it must have one axis: Flatten() it, and Unflatten the result.{NameScope.Suffix}", nameof(index));
        }
    }
}
