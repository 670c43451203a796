using System.Runtime.CompilerServices;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>The same elements under other extents, shared;  dx = g under the old ones.</summary>
    internal sealed class ReshapeOp(Shape shape) : NaryOp("Reshape", Saves.None), ILinear
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].View(shape, 0);

        internal override Tensor Batched(BatchedInputs x) => x[0].Reshape(BatchAxis.Behind(shape, x.Size));

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g.Reshape(saved.ShapeOf());
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The same elements under other extents, in row-major order. Shares the elements.</summary>
        /// <param name="shape">The new extents; their product is <see cref="Size"/>.</param>
        /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
        public Tensor Reshape(Shape shape)
        {
            if (shape.SameAs(Shape)) return this;
            if (shape.Size != Size) throw new ShapeMismatchException("Reshape", Shape, shape, $"{Size} elements do not fill {shape.Size}");
            return new ReshapeOp(shape).Apply(this);
        }

        /// <summary>The same elements under other extents, one of which may be -1: it is worked out.</summary>
        /// <param name="extents">The new extents; at most one is -1.</param>
        /// <exception cref="ArgumentException">More than one extent is -1, or one is negative otherwise.</exception>
        /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
        [OverloadResolutionPriority(1)]     // what x.Reshape([2, -1]) means
        public Tensor Reshape(params ReadOnlySpan<int> extents)
        {
            var free = extents.IndexOf(-1);
            if (free < 0) return Reshape(new Shape(extents));
            var known = extents.ToArray();
            known[free] = 1;
            if (Array.IndexOf(known, -1) >= 0) throw new ArgumentException($"Reshape: only one extent of [{string.Join(", ", extents.ToArray())}] can be -1, to make of {Shape}.{NameScope.Suffix}", nameof(extents));
            var rest = new Shape(known).Size;
            if (rest == 0 || Size % rest != 0)
                throw new ShapeMismatchException("Reshape", Shape, new Shape(known), $"{Size} elements cannot be split by the other extents, which hold {rest} (the extent to work out stands as 1)");
            known[free] = Size / rest;
            return Reshape(new Shape(known));
        }
    }
}
