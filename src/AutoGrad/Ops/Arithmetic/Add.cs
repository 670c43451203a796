using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x + y;  dx = g,  dy = g.</summary>
    internal sealed class AddOp() : NumberBinaryOp("Add", Saves.None), IElementGradients
    {
        public static readonly AddOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.Add(x, y, z);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g;

        bool IElementGradients.Passes(int input) => true;

        void IElementGradients.Gradient<T>(int input, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> d) => g.CopyTo(d);
    }

    /// <summary>y = x + c;  dx = g.</summary>
    internal sealed class AddScalarOp(double scalar) : NumberUnaryOp("Add", Saves.None), IElementGradients
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Add(x, T.CreateTruncating(scalar), y);

        protected override Tensor Rule(Saved saved, Tensor g) => g;

        bool IElementGradients.Passes(int input) => true;

        void IElementGradients.Gradient<T>(int input, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> d) => g.CopyTo(d);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The sum x + y, element by element, with broadcasting.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public static Tensor operator +(Tensor x, Tensor y) => AddOp.Instance.Apply(x, y);

        /// <summary>The sum x + c with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not.</exception>
        public static Tensor operator +(Tensor x, double c) => new AddScalarOp(ScalarOperand.Check("Add", x, c)).Apply(x);

        /// <summary>The sum c + x with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not.</exception>
        public static Tensor operator +(double c, Tensor x) => x + c;
    }
}
