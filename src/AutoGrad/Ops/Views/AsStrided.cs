using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Which element of a buffer each index of a shape reads: start + i·strides. Several may read one.</summary>
    internal sealed record StridedLayout(Shape Shape, int Start, int[] Strides);

    /// <summary>y = x read by strides, copied;  dx = g added up where it was read.</summary>
    internal sealed class StridedReadOp(string name, StridedLayout layout) : NaryOp(name, Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(layout.Shape, x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, layout));
            return y;
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new StridedSumOp(Name, layout, saved.ShapeOf()).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, StridedLayout layout) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged =>
                StridedCopy.Run(layout.Shape.Extents, x.Bits<T>(), layout.Start, layout.Strides, y.Bits<T>(), 0, StridedCopy.RowMajor(layout.Shape.Extents));
        }
    }

    /// <summary>y = zeros with x added by strides: the transpose of reading;  dx = g, read.</summary>
    internal sealed class StridedSumOp(string name, StridedLayout layout, Shape shape) : NaryOp(name, Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(shape, x[0].DType);
            Dispatch.Number(Name, y.DType, new Kernel(x[0], y, layout));
            return y;
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new StridedReadOp(Name, layout).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, StridedLayout layout) : INumberKernel
        {
            public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
            {
                y.Span<T>().Clear();
                StridedSum.Run<T>(layout.Shape.Extents, x.Span<T>(), y.Span<T>(), layout.Start, layout.Strides);
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The elements, in row-major order, read with other extents and steps: index i reads element offset + Σ iₖ stridesₖ.</summary>
        /// <remarks>The result is a copy, unlike PyTorch's view. An element that is read several times gets the sum of the gradients.</remarks>
        /// <param name="shape">The extents of the result.</param>
        /// <param name="strides">How far to go along each axis; 0 repeats, none is negative.</param>
        /// <param name="offset">The first element to read.</param>
        /// <exception cref="ArgumentException">There is not one stride for each axis.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A stride or the offset is negative, or an index leads beyond the last element.</exception>
        public Tensor AsStrided(Shape shape, ReadOnlySpan<int> strides, int offset = 0)
        {
            if (strides.Length != shape.Rank) throw new ArgumentException($"AsStrided: {strides.Length} strides for the shape {shape} of {shape.Rank} axes: name one for each.{NameScope.Suffix}", nameof(strides));
            if (offset < 0) throw new ArgumentOutOfRangeException(nameof(offset), offset, $"AsStrided: the offset cannot be negative.{NameScope.Suffix}");
            var last = (long)offset;
            for (var axis = 0; axis < strides.Length; axis++)
            {
                if (strides[axis] < 0) throw new ArgumentOutOfRangeException(nameof(strides), strides[axis], $"AsStrided: a stride cannot be negative: Flip() first.{NameScope.Suffix}");
                if (shape.Size > 0) last += (long)strides[axis] * (shape[axis] - 1);
            }
            if (shape.Size > 0 && last >= Size)
                throw new ArgumentOutOfRangeException(nameof(shape), last, $"AsStrided: shape {shape} with strides [{string.Join(", ", strides.ToArray())}] from {offset} reads element {last}, the tensor {Shape} has {Size}.{NameScope.Suffix}");
            return new StridedReadOp("AsStrided", new StridedLayout(shape, offset, strides.ToArray())).Apply(this);
        }

        /// <summary>All windows of a length along an axis, each some steps after the last; the elements of a window are a new last axis.</summary>
        /// <remarks>The result is a copy, unlike PyTorch's view. An element of several windows gets the sum of the gradients.</remarks>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <param name="size">The length of a window; at most the extent of the axis.</param>
        /// <param name="step">From one window to the next; above 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, the windows do not fit it, or the step is not above 0.</exception>
        public Tensor Unfold(int axis, int size, int step)
        {
            if (Rank == 0) return Unsqueeze(0).Unfold(axis, size, step).Squeeze(0);
            var at = Guard.Axis("Unfold", axis, Shape);
            if (size < 0 || size > Shape[at]) throw new ArgumentOutOfRangeException(nameof(size), size, $"Unfold: a window of {size} does not fit axis {axis} of {Shape}.{NameScope.Suffix}");
            if (step <= 0) throw new ArgumentOutOfRangeException(nameof(step), step, $"Unfold: the step must be above 0.{NameScope.Suffix}");
            var strides = StridedCopy.RowMajor(Shape.Extents);
            int[] extents = [.. Shape.Extents, size];
            int[] steps = [.. strides, strides[at]];
            extents[at] = (Shape[at] - size) / step + 1;
            steps[at] = extents[at] == 1 ? 0 : strides[at] * step;
            return new StridedReadOp("Unfold", new StridedLayout(Shape.Owning(extents), 0, steps)).Apply(this);
        }
    }
}
