using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>Where a diagonal lies: the part has the other axes of the whole, then the diagonal.</summary>
    internal sealed record DiagonalLayout(Shape Whole, Shape Part, int Start, int[] Strides)
    {
        public static DiagonalLayout Of(Shape whole, int offset, int axis0, int axis1)
        {
            var from = StridedCopy.RowMajor(whole.Extents);
            var down = (int)Math.Clamp(-(long)offset, 0, whole[axis0]);
            var right = Math.Clamp(offset, 0, whole[axis1]);
            var (extents, strides) = (new List<int>(whole.Rank - 1), new List<int>(whole.Rank - 1));
            for (var axis = 0; axis < whole.Rank; axis++)
            {
                if (axis == axis0 || axis == axis1) continue;
                extents.Add(whole[axis]);
                strides.Add(from[axis]);
            }
            extents.Add(Math.Min(whole[axis0] - down, whole[axis1] - right));
            strides.Add(from[axis0] + from[axis1]);
            return new DiagonalLayout(whole, Shape.Owning([.. extents]), down * from[axis0] + right * from[axis1], [.. strides]);
        }

        /// <summary>The same diagonal of each sample.</summary>
        public DiagonalLayout Behind(int samples) => new(BatchAxis.Behind(Whole, samples), BatchAxis.Behind(Part, samples), Start, [Whole.Size, .. Strides]);
    }

    /// <summary>y = a diagonal of x;  dx = g on that diagonal among zeros.</summary>
    internal sealed class DiagonalOp(DiagonalLayout layout) : NaryOp("Diagonal", Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(layout.Part, x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, layout));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new DiagonalOp(layout.Behind(x.Size)).Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new DiagonalPlaceOp(layout).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, DiagonalLayout layout) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged =>
                StridedCopy.Run(layout.Part.Extents, x.Bits<T>(), layout.Start, layout.Strides, y.Bits<T>(), 0, StridedCopy.RowMajor(layout.Part.Extents));
        }
    }

    /// <summary>y = zeros with x on a diagonal: the transpose of taking it;  dx = that diagonal of g.</summary>
    internal sealed class DiagonalPlaceOp(DiagonalLayout layout) : NaryOp("DiagEmbed", Saves.None), IRecyclable, ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(layout.Whole, x[0].DType);
            Dispatch.Bits(y.DType, new Kernel(x[0], y, layout));
            return y;
        }

        internal override Tensor Batched(BatchedInputs x) => new DiagonalPlaceOp(layout.Behind(x.Size)).Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => new DiagonalOp(layout).Apply(g);

        private readonly struct Kernel(Tensor x, Tensor y, DiagonalLayout layout) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged
            {
                y.Bits<T>().Clear();
                StridedCopy.Run(layout.Part.Extents, x.Bits<T>(), 0, StridedCopy.RowMajor(layout.Part.Extents), y.Bits<T>(), layout.Start, layout.Strides);
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>A diagonal of the matrices of two axes: the result has the other axes, then the diagonal.</summary>
        /// <param name="offset">0 for the main diagonal, positive for one above it, negative for one below.</param>
        /// <param name="axis0">The axis of the rows, from 0 or from the end when negative.</param>
        /// <param name="axis1">The axis of the columns.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">Both axes are the same.</exception>
        public Tensor Diagonal(int offset = 0, int axis0 = 0, int axis1 = 1)
        {
            var (a, b) = (Guard.Axis("Diagonal", axis0, Shape), Guard.Axis("Diagonal", axis1, Shape));
            if (a == b) throw new ArgumentException($"Diagonal: axes {axis0} and {axis1} of {Shape} are the same.{NameScope.Suffix}", nameof(axis1));
            return new DiagonalOp(DiagonalLayout.Of(Shape, offset, a, b)).Apply(this);
        }

        /// <summary>Square matrices with the last axis on a diagonal and zeros elsewhere.</summary>
        /// <param name="offset">0 for the main diagonal, positive for one above it, negative for one below.</param>
        /// <exception cref="ArgumentException">The tensor is a scalar, or the matrices are too large.</exception>
        public Tensor DiagEmbed(int offset = 0)
        {
            if (Rank == 0) throw new ArgumentException($"DiagEmbed: a scalar has no axis to put on a diagonal: Reshape it to [1].{NameScope.Suffix}");
            var side = (int)Math.Min(Shape[-1] + Math.Abs((long)offset), int.MaxValue);
            var whole = Shape.Owning([.. Shape.Extents[..^1], side, side]);
            return new DiagonalPlaceOp(DiagonalLayout.Of(whole, offset, Rank - 1, Rank)).Apply(this);
        }
    }
}
