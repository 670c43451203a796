using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>The ranges of x along an axis, shared where they are runs;  dx = the gradients one after another, zeros for those that are missing.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="axis">The axis to cut.</param>
    /// <param name="starts">Where each piece starts, and where the last ends.</param>
    /// <param name="drop">The pieces have extent 1 on the axis and go without it.</param>
    internal sealed class SplitOp(string name, int axis, int[] starts, bool drop) : MultiOutputOp(name, Saves.None), ILinear
    {
        protected override Tensor[] Forward(ReadOnlySpan<Tensor> x)
        {
            var y = new Tensor[starts.Length - 1];
            for (var k = 0; k < y.Length; k++)
            {
                var region = SliceRegion.Range(x[0].Shape, axis, starts[k], starts[k + 1] - starts[k]);
                y[k] = new SliceOp(Name, region, Piece(x[0].Shape, k)).Apply(x[0]);
            }
            return y;
        }

        internal override Tensor[] BatchedAll(BatchedInputs x) => new SplitOp(Name, axis + 1, starts, drop).Apply(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, ReadOnlySpan<Tensor?> g)
        {
            var (whole, dtype, pieces) = (saved.ShapeOf(), DTypeOf(g), new Tensor[g.Length]);
            for (var k = 0; k < pieces.Length; k++) pieces[k] = g[k] ?? Tensor.Zeros(Piece(whole, k), dtype);
            return new ConcatOp(Name, whole, axis, starts, drop).Apply(pieces);
        }

        private Shape Piece(Shape whole, int k) => drop
            ? Shape.Concat(whole.Extents[..axis], whole.Extents[(axis + 1)..])
            : whole.With(axis, starts[k + 1] - starts[k]);

        private static DType DTypeOf(ReadOnlySpan<Tensor?> g)
        {
            foreach (var gradient in g)
                if (gradient is not null) return gradient.DType;
            return DType.Float32;
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Pieces of some extents, cut along an axis. Pieces of the first axis share the elements.</summary>
        /// <param name="sizes">The extent of each piece; their sum is the extent of the axis.</param>
        /// <param name="axis">The axis to cut, from 0 or from the end when negative.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or a size is negative.</exception>
        /// <exception cref="ArgumentException">The sizes do not add up to the extent of the axis.</exception>
        public Tensor[] Split(ReadOnlySpan<int> sizes, int axis = 0)
        {
            var at = Guard.Axis("Split", axis, Shape);
            var (starts, sum) = (new int[sizes.Length + 1], 0L);
            for (var k = 0; k < sizes.Length; k++)
            {
                if (sizes[k] < 0) throw new ArgumentOutOfRangeException(nameof(sizes), sizes[k], $"Split: size {k} is {sizes[k]}, it cannot be negative.{NameScope.Suffix}");
                sum += sizes[k];
                if (sum <= Shape[at]) starts[k + 1] = (int)sum;
            }
            if (sum != Shape[at])
                throw new ArgumentException($"Split: the sizes add up to {sum}, axis {axis} of {Shape} has extent {Shape[at]}.{NameScope.Suffix}", nameof(sizes));
            return new SplitOp("Split", at, starts, drop: false).Apply(this);
        }

        /// <summary>Pieces of one extent, cut along an axis; the last may be smaller. Pieces of the first axis share the elements.</summary>
        /// <param name="size">The extent of a piece; positive.</param>
        /// <param name="axis">The axis to cut, from 0 or from the end when negative.</param>
        /// <returns>The pieces; one empty piece for an axis of extent 0.</returns>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the size is not positive.</exception>
        public Tensor[] Split(int size, int axis = 0)
        {
            var at = Guard.Axis("Split", axis, Shape);
            if (size <= 0) throw new ArgumentOutOfRangeException(nameof(size), size, $"Split: the size of a piece must be positive.{NameScope.Suffix}");
            return SplitEvenly("Split", at, size);
        }

        /// <summary>At most n pieces of one extent, cut along an axis; the last may be smaller, and there may be fewer, as in PyTorch.</summary>
        /// <param name="n">The number of pieces; positive.</param>
        /// <param name="axis">The axis to cut, from 0 or from the end when negative.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the number is not positive.</exception>
        public Tensor[] Chunk(int n, int axis = 0)
        {
            var at = Guard.Axis("Chunk", axis, Shape);
            if (n <= 0) throw new ArgumentOutOfRangeException(nameof(n), n, $"Chunk: the number of pieces must be positive.{NameScope.Suffix}");
            return SplitEvenly("Chunk", at, Math.Max(1, (int)(((long)Shape[at] + n - 1) / n)));
        }

        /// <summary>The tensor cut into its indices along an axis, which the pieces do not have.</summary>
        /// <param name="axis">The axis to cut, from 0 or from the end when negative.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        public Tensor[] Unbind(int axis = 0)
        {
            var at = Guard.Axis("Unbind", axis, Shape);
            var starts = new int[Shape[at] + 1];
            for (var k = 0; k < starts.Length; k++) starts[k] = k;
            return new SplitOp("Unbind", at, starts, drop: true).Apply(this);
        }

        private Tensor[] SplitEvenly(string op, int axis, int size)
        {
            var extent = Shape[axis];
            var starts = new int[Math.Max(1, (int)(((long)extent + size - 1) / size)) + 1];
            for (var k = 1; k < starts.Length; k++) starts[k] = (int)Math.Min((long)k * size, extent);
            return new SplitOp(op, axis, starts, drop: false).Apply(this);
        }
    }
}
