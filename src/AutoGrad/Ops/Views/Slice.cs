using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = a part of x, shared where it is one run;  dx = g at its place among zeros.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="region">Which part.</param>
    /// <param name="shape">Its extents, of which the part may have more of extent 1.</param>
    internal sealed class SliceOp(string name, SliceRegion region, Shape shape) : NaryOp(name, Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            if (shape.Size > 0 && region.IsRun(x[0].Shape)) return x[0].View(shape, region.Start(x[0].Shape));
            var y = Tensor.Allocate(shape, x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, region));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new SliceOp(Name, region.Behind(x.Size), BatchAxis.Behind(shape, x.Size)).Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new PlaceOp(Name, region, saved.ShapeOf()).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, SliceRegion region) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged =>
                StridedCopy.Run(region.Shape.Extents, x.Bits<T>(), region.Start(x.Shape), region.Strides(x.Shape), y.Bits<T>(), 0, StridedCopy.RowMajor(region.Shape.Extents));
        }
    }

    /// <summary>y = one value with x at a part of it: the transpose of a slice;  dx = that part of g.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="region">Where x goes.</param>
    /// <param name="shape">The extents of y.</param>
    /// <param name="fill">The value of the rest.</param>
    internal sealed class PlaceOp(string name, SliceRegion region, Shape shape, double fill = 0) : NaryOp(name, Saves.None)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(shape, x[0].DType);
            if (x[0].Size < y.Size) Tensor.FillWith(Name, y, fill);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, region));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new PlaceOp(Name, region.Behind(x.Size), BatchAxis.Behind(shape, x.Size), fill).Apply(x[0]);

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => new PlaceOp(Name, region, shape).Apply(t[0]!);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new SliceOp(Name, region, saved.ShapeOf()).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, SliceRegion region) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged =>
                StridedCopy.Run(region.Shape.Extents, x.Bits<T>(), 0, StridedCopy.RowMajor(region.Shape.Extents), y.Bits<T>(), region.Start(y.Shape), region.Strides(y.Shape));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>A range of one axis. Shares the elements where the range is one run of them, as on the first axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="start">The first index, from 0 or from the end when negative.</param>
        /// <param name="length">How many.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the range leaves it.</exception>
        public Tensor Narrow(int axis, int start, int length)
        {
            var at = Guard.Axis("Narrow", axis, Shape);
            var extent = Shape[at];
            var from = start < 0 ? start + extent : start;
            if (from < 0 || from > extent) throw new ArgumentOutOfRangeException(nameof(start), start, $"Narrow: start {start} is outside {-extent}..{extent} on axis {axis} of {Shape}.{NameScope.Suffix}");
            if (length < 0 || length > extent - from)
                throw new ArgumentOutOfRangeException(nameof(length), length, $"Narrow: {length} elements from {start} leave axis {axis} of extent {extent} in {Shape}.{NameScope.Suffix}");
            return length == extent ? this : Slice("Narrow", SliceRegion.Range(Shape, at, from, length));
        }

        /// <summary>One index of an axis, which the result does not have. Shares the elements where they are one run, as on the first axis.</summary>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="index">The index, from 0 or from the end when negative.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis or index.</exception>
        public Tensor Select(int axis, int index)
        {
            var at = Guard.Axis("Select", axis, Shape);
            var extent = Shape[at];
            if (index < -extent || index >= extent)
                throw new ArgumentOutOfRangeException(nameof(index), index, $"Select: index {index} is outside {-extent}..{extent - 1} on axis {axis} of {Shape}.{NameScope.Suffix}");
            var region = SliceRegion.Range(Shape, at, index < 0 ? index + extent : index, 1);
            return new SliceOp("Select", region, Shape.Concat(Shape.Extents[..at], Shape.Extents[(at + 1)..])).Apply(this);
        }

        private Tensor Slice(string op, SliceRegion region) => new SliceOp(op, region, region.Shape).Apply(this);
    }
}
