using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = condition ? x : y;  dx = g where the condition holds and 0 elsewhere, dy the other way round.</summary>
    internal sealed class WhereOp() : NaryOp("Where", Saves.LastInput), IRecyclable
    {
        public static readonly WhereOp Instance = new();

        internal override bool Broadcasts => true;

        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
        {
            var (x, y, condition) = (inputs[0], inputs[1], inputs[2]);
            var z = Tensor.Allocate(Shape.Broadcast(Name, condition.Shape, Shape.Broadcast(Name, x.Shape, y.Shape)), x.DType);
            Dispatch.Bits(z.DType, new Kernel(condition, x, y, z));
            return z;
        }

        internal override bool IsPointwise => true;

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
            input == 0 ? Tensor.Where(saved.X(2), g, 0) : Tensor.Where(saved.X(2), 0, g);

        private readonly struct Kernel(Tensor condition, Tensor x, Tensor y, Tensor z) : IBitsKernel
        {
            public void Run<T>() where T : unmanaged => Selection.Run<T>(
                condition.Shape.Extents, x.Shape.Extents, y.Shape.Extents, z.Shape.Extents, condition.Span<bool>(), x.Bits<T>(), y.Bits<T>(), z.Bits<T>());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Takes x where the condition holds and y elsewhere, element by element, with broadcasting of all three.</summary>
        /// <remarks>
        /// The gradient of an element not taken is 0. If the branch not taken was computed at a point without a finite
        /// derivative, 0·∞ still makes NaN further back, as in PyTorch: choose a safe operand before the computation.
        /// </remarks>
        /// <param name="condition">Truth values.</param>
        /// <param name="x">What to take where they are true.</param>
        /// <param name="y">What to take where they are false.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The condition is not Bool, or the element types of x and y differ.</exception>
        public static Tensor Where(Tensor condition, Tensor x, Tensor y)
        {
            ArgumentNullException.ThrowIfNull(condition);
            ArgumentNullException.ThrowIfNull(x);
            ArgumentNullException.ThrowIfNull(y);
            Guard.Mask("Where", condition);
            Guard.SameDType("Where", x, y);
            return WhereOp.Instance.Apply(x, y, condition);
        }

        /// <summary>Takes a number, which adapts to the element type of y, where the condition holds and y elsewhere.</summary>
        /// <param name="condition">Truth values.</param>
        /// <param name="x">What to take where they are true.</param>
        /// <param name="y">What to take where they are false.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The condition is not Bool, or y holds integers and x is none, or y holds truth values.</exception>
        public static Tensor Where(Tensor condition, double x, Tensor y) => Where(condition, ScalarOperand.Beside("Where", y, x), y);

        /// <summary>Takes x where the condition holds and a number, which adapts to the element type of x, elsewhere.</summary>
        /// <param name="condition">Truth values.</param>
        /// <param name="x">What to take where they are true.</param>
        /// <param name="y">What to take where they are false.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The condition is not Bool, or x holds integers and y is none, or x holds truth values.</exception>
        public static Tensor Where(Tensor condition, Tensor x, double y) => Where(condition, x, ScalarOperand.Beside("Where", x, y));
    }
}
