using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y[i, j, k] = x[i, index[i, j, k], k], here for axis 1;  dx = g added up where it came from.</summary>
    internal sealed class GatherOp(int axis) : NaryOp("Gather", Saves.LastInput), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var positions = IndexPositions.Of(Name, x[1], x[0].Shape, axis);
            var y = Tensor.Allocate(x[1].Shape, x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, axis, positions));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new GatherOp(axis + 1).Apply(x.Whole(0), x.Whole(1));

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Apply(t[0]!, saved.X(1));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new ScatterSumOp(saved.ShapeOf(), axis).Apply(g, saved.X(1));

        private readonly struct Kernel(Tensor x, Tensor y, int axis, int[] positions) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged =>
                Indexing.Elements<T, ReadIndexed<T>>(axis, x.Shape.Extents, y.Shape.Extents, positions, x.Bits<T>(), y.Bits<T>());
        }
    }

    /// <summary>y = zeros with each element of x added where its index says: the transpose of gathering;  dx = g, gathered.</summary>
    internal sealed class ScatterSumOp(Shape shape, int axis) : NaryOp("ScatterAdd", Saves.LastInput), IRecyclable
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var positions = IndexPositions.Of(Name, x[1], shape, axis);
            var y = Tensor.Allocate(shape, x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], y, axis, positions));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new ScatterSumOp(BatchAxis.Behind(shape, x.Size), axis + 1).Apply(x.Whole(0), x.Whole(1));

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => Apply(t[0]!, saved.X(1));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new GatherOp(axis).Apply(g, saved.X(1));

        private readonly struct Kernel(Tensor x, Tensor y, int axis, int[] positions) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
            {
                y.Span<T>().Clear();
                Indexing.Elements<T, AddIndexed<T>>(axis, y.Shape.Extents, x.Shape.Extents, positions, y.Span<T>(), x.Span<T>());
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>One element for each index, along an axis: for axis 1 of three, y[i, j, k] = x[i, index[i, j, k], k].</summary>
        /// <remarks>The gradient of an element that is named several times is the sum, taken in row-major order of the index.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="index">Int64 or Int32, with as many axes as this tensor and no larger extent except on the axis; negative indices count from the end.</param>
        /// <returns>A tensor in the shape of the index.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
        /// <exception cref="ShapeMismatchException">The shape of the index does not fit.</exception>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        public Tensor Gather(int axis, Tensor index)
        {
            if (Rank == 0) return Unsqueeze(0).Gather(axis, RankOne("Gather", index)).Reshape(index.Shape);
            var at = CheckElementIndex("Gather", axis, index);
            return new GatherOp(at).Apply(this, index);
        }

        /// <summary>This tensor with elements added where an index says: for axis 1 of three, y[i, index[i, j, k], k] += source[i, j, k].</summary>
        /// <remarks>Elements that go to the same place are added up in row-major order of the index.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="index">Int64 or Int32, with as many axes as this tensor and no larger extent except on the axis; negative indices count from the end.</param>
        /// <param name="source">What to add; at least as large as the index on every axis, the rest is ignored.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
        /// <exception cref="ShapeMismatchException">The shape of the index or of the source does not fit.</exception>
        /// <exception cref="ArgumentException">The index does not hold integers, or the element types differ or are Bool.</exception>
        public Tensor ScatterAdd(int axis, Tensor index, Tensor source)
        {
            ArgumentNullException.ThrowIfNull(source);
            Guard.SameDType("ScatterAdd", this, source);
            if (Rank == 0) return Unsqueeze(0).ScatterAdd(axis, RankOne("ScatterAdd", index), source.Flatten()).Reshape([]);
            var at = CheckElementIndex("ScatterAdd", axis, index);
            return this + new ScatterSumOp(Shape, at).Apply(LeadingPart("ScatterAdd", source, index), index);
        }

        private int CheckElementIndex(string op, int axis, Tensor index)
        {
            ArgumentNullException.ThrowIfNull(index);
            Guard.Indices(op, index);
            var at = Guard.Axis(op, axis, Shape);
            var fits = index.Rank == Rank;
            for (var a = 0; a < Rank && fits; a++) fits = a == at || index.Shape[a] <= Shape[a];
            return fits ? at : throw new ShapeMismatchException(op, Shape, index.Shape, $"the index must have {Rank} axes, none longer than the tensor's except axis {axis}");
        }

        private static Tensor RankOne(string op, Tensor index)
        {
            ArgumentNullException.ThrowIfNull(index);
            return index.Rank <= 1 ? index.Flatten() : throw new ShapeMismatchException(op, [], index.Shape, "the index of a scalar has at most one axis");
        }

        /// <summary>The part of a source that an index speaks of.</summary>
        private static Tensor LeadingPart(string op, Tensor source, Tensor index)
        {
            if (source.Shape.SameAs(index.Shape)) return source;
            var fits = source.Rank == index.Rank;
            for (var a = 0; a < source.Rank && fits; a++) fits = index.Shape[a] <= source.Shape[a];
            if (!fits) throw new ShapeMismatchException(op, source.Shape, index.Shape, "the source must be at least as large as the index on every axis");
            return source.Slice(op, SliceRegion.Whole(source.Shape) with { Shape = index.Shape });
        }
    }
}
