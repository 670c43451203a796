using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x − y;  dx = g,  dy = −g.</summary>
    internal sealed class SubtractOp() : NumberBinaryOp("Subtract", Saves.None), IElementGradients
    {
        public static readonly SubtractOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.Subtract(x, y, z);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
            input == 0 ? g : FusedGradient.Applies(g, g, g) ? FusedGradient.Run(this, input, g, g, g) : -g;

        bool IElementGradients.Passes(int input) => input == 0;

        void IElementGradients.Gradient<T>(int input, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> d)
        {
            if (input == 0) g.CopyTo(d);
            else TensorPrimitives.Negate(g, d);
        }
    }

    /// <summary>y = c − x;  dx = −g.</summary>
    internal sealed class SubtractFromOp(double scalar) : NumberUnaryOp("Subtract", Saves.None), IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Subtract(T.CreateTruncating(scalar), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => -g;

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx) => TensorPrimitives.Negate(g, dx);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The difference x − y, element by element, with broadcasting.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public static Tensor operator -(Tensor x, Tensor y) => SubtractOp.Instance.Apply(x, y);

        /// <summary>The difference x − c with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not.</exception>
        public static Tensor operator -(Tensor x, double c) => new AddScalarOp(-ScalarOperand.Check("Subtract", x, c)).Apply(x);

        /// <summary>The difference c − x with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not.</exception>
        public static Tensor operator -(double c, Tensor x) => new SubtractFromOp(ScalarOperand.Check("Subtract", x, c)).Apply(x);
    }
}
