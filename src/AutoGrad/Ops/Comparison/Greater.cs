using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x &gt; y.</summary>
    internal sealed class GreaterOp() : CompareOp("Greater")
    {
        public static readonly GreaterOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) => Comparisons.Run<T, IsLess>(y, x, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether x is greater than y, element by element, with broadcasting; false beside a NaN. The result is Bool.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public static Tensor operator >(Tensor x, Tensor y) => GreaterOp.Instance.Apply(x, y);

        /// <summary>Whether x is greater than a number, which adapts to the element type. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not, or they are truth values.</exception>
        public static Tensor operator >(Tensor x, double c) => GreaterOp.Instance.Apply(x, ScalarOperand.Beside("Greater", x, c));

        /// <summary>Whether a number, which adapts to the element type, is greater than x. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not, or they are truth values.</exception>
        public static Tensor operator >(double c, Tensor x) => GreaterOp.Instance.Apply(ScalarOperand.Beside("Greater", x, c), x);
    }
}
