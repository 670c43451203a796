using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = the inputs one after another along an axis;  dxₖ = the range of g that came from xₖ.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="shape">The extents of y.</param>
    /// <param name="axis">The axis of y that the inputs share.</param>
    /// <param name="starts">Where each input starts on it, and where the last ends.</param>
    /// <param name="drop">The inputs lack the axis, as in a stack.</param>
    internal sealed class ConcatOp(string name, Shape shape, int axis, int[] starts, bool drop) : NaryOp(name, Saves.None)
    {
        private SplitGradient? _split;

        protected override Tensor Forward(ReadOnlySpan<Tensor> x)
        {
            var y = Tensor.Allocate(shape, x[0].DType);
            for (var k = 0; k < x.Length; k++) Dispatch.Bits(y.DType, new Kernel(x[k], y, shape.Outer(axis), starts[k] * shape.Inner(axis)));
            return y;
        }

        protected internal override Tensor Jvp(Saved saved, ReadOnlySpan<Tensor?> t)
        {
            var (pieces, dtype) = (new Tensor[t.Length], DType.Float32);
            foreach (var tangent in t)
                if (tangent is not null) dtype = tangent.DType;
            for (var k = 0; k < pieces.Length; k++)
            {
                var piece = shape.With(axis, starts[k + 1] - starts[k]);
                pieces[k] = t[k] ?? Tensor.Zeros(drop ? Shape.Concat(shape.Extents[..axis], shape.Extents[(axis + 1)..]) : piece, dtype);
            }
            return Apply(pieces);
        }

        internal override Tensor Batched(BatchedInputs x)
        {
            var whole = new Tensor[x.Count];
            for (var k = 0; k < whole.Length; k++) whole[k] = x.Whole(k);
            return new ConcatOp(Name, BatchAxis.Behind(shape, x.Size), axis + 1, starts, drop).Apply(whole);
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            if (!GradMode.Enabled) return g.Narrow(axis, starts[input], starts[input + 1] - starts[input]).Reshape(saved.ShapeOf(input));
            // one recorded split for all inputs: a slice each would cost a whole tensor each on the way back through them
            var split = _split;
            if (split is null || !ReferenceEquals(split.G, g)) _split = split = new SplitGradient(g, new SplitOp(Name, axis, starts, drop).Apply(g));
            if (input == starts.Length - 2) _split = null;
            return split.Pieces[input];
        }

        private sealed record SplitGradient(Tensor G, Tensor[] Pieces);

        private readonly struct Kernel(Tensor x, Tensor y, int outer, int start) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged
            {
                if (x.Size == 0) return;
                var run = x.Size / outer;
                StridedCopy.Run([outer, run], x.Bits<T>(), 0, [run, 1], y.Bits<T>(), start, [y.Size / outer, 1]);
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Tensors one after another along an axis: <c>Tensor.Concat([a, b], axis: 1)</c>.</summary>
        /// <param name="tensors">At least one; their shapes differ at most in the extent of the axis.</param>
        /// <param name="axis">The axis, from 0 or from the end when negative.</param>
        /// <exception cref="ShapeMismatchException">The shapes differ in another axis, or the axis of the result would be too long.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">There is no tensor, or the element types differ.</exception>
        public static Tensor Concat(ReadOnlySpan<Tensor> tensors, int axis = 0)
        {
            CheckSeveral("Concat", tensors);
            var first = tensors[0].Shape;
            var at = Guard.Axis("Concat", axis, first);
            var starts = new int[tensors.Length + 1];
            for (var k = 0; k < tensors.Length; k++)
            {
                var shape = tensors[k].Shape;
                if (shape.Rank != first.Rank || !shape.With(at, first[at]).SameAs(first))
                    throw new ShapeMismatchException("Concat", first, shape, $"tensors 0 and {k} may differ in axis {axis} only");
                var end = (long)starts[k] + shape[at];
                if (end > Array.MaxLength) throw new ShapeMismatchException("Concat", first, shape, $"axis {axis} of the result would have the extent {end} or more, beyond {Array.MaxLength}");
                starts[k + 1] = (int)end;
            }
            return new ConcatOp("Concat", first.With(at, starts[^1]), at, starts, drop: false).Apply(tensors);
        }

        /// <summary>Tensors of one shape side by side along a new axis: <c>Tensor.Stack([a, b])</c> has shape [2, ...].</summary>
        /// <param name="tensors">At least one.</param>
        /// <param name="axis">Where the new axis will be in the result, from 0 or from the end when negative.</param>
        /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
        /// <exception cref="ArgumentException">There is no tensor, or the element types differ.</exception>
        public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int axis = 0)
        {
            CheckSeveral("Stack", tensors);
            var first = tensors[0].Shape;
            var at = Guard.Axis("Stack", axis, first, first.Rank + 1);
            var starts = new int[tensors.Length + 1];
            for (var k = 0; k < tensors.Length; k++)
            {
                if (!tensors[k].Shape.SameAs(first)) throw new ShapeMismatchException("Stack", first, tensors[k].Shape, $"tensors 0 and {k} must have one shape");
                starts[k + 1] = k + 1;
            }
            return new ConcatOp("Stack", Shape.Owning([.. first.Extents[..at], tensors.Length, .. first.Extents[at..]]), at, starts, drop: true).Apply(tensors);
        }

        private static void CheckSeveral(string op, ReadOnlySpan<Tensor> tensors)
        {
            if (tensors.IsEmpty) throw new ArgumentException($"{op}: needs at least one tensor.{NameScope.Suffix}", nameof(tensors));
            foreach (var tensor in tensors)
            {
                ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
                Guard.SameDType(op, tensors[0], tensor);
            }
        }
    }
}
