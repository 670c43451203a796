using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x·y;  dx = g·y,  dy = g·x.</summary>
    internal sealed class MultiplyOp() : NumberBinaryOp("Multiply", Saves.Inputs), IElementGradients
    {
        public static readonly MultiplyOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.Multiply(x, y, z);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var (x, y) = (saved.X(0), saved.X(1));
            return FusedGradient.Applies(g, x, y) ? FusedGradient.Run(this, input, g, x, y) : g * (input == 0 ? y : x);
        }

        bool IElementGradients.Passes(int input) => false;

        void IElementGradients.Gradient<T>(int input, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> d) => TensorPrimitives.Multiply(g, input == 0 ? y : x, d);
    }

    /// <summary>y = c·x;  dx = c·g.</summary>
    internal sealed class MultiplyScalarOp(double scalar) : NumberUnaryOp("Multiply", Saves.None), IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Multiply(x, T.CreateTruncating(scalar), y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * scalar;

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx) => TensorPrimitives.Multiply(g, T.CreateTruncating(scalar), dx);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The product x·y, element by element, with broadcasting.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public static Tensor operator *(Tensor x, Tensor y) => MultiplyOp.Instance.Apply(x, y);

        /// <summary>The product x·c with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not.</exception>
        public static Tensor operator *(Tensor x, double c) => new MultiplyScalarOp(ScalarOperand.Check("Multiply", x, c)).Apply(x);

        /// <summary>The product c·x with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not.</exception>
        public static Tensor operator *(double c, Tensor x) => x * c;
    }
}
