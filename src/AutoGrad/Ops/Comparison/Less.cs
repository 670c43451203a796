using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x &lt; y.</summary>
    internal sealed class LessOp() : CompareOp("Less")
    {
        public static readonly LessOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) => Comparisons.Run<T, IsLess>(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether x is less than y, element by element, with broadcasting; false beside a NaN. The result is Bool.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public static Tensor operator <(Tensor x, Tensor y) => LessOp.Instance.Apply(x, y);

        /// <summary>Whether x is less than a number, which adapts to the element type. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not, or they are truth values.</exception>
        public static Tensor operator <(Tensor x, double c) => LessOp.Instance.Apply(x, ScalarOperand.Beside("Less", x, c));

        /// <summary>Whether a number, which adapts to the element type, is less than x. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not, or they are truth values.</exception>
        public static Tensor operator <(double c, Tensor x) => LessOp.Instance.Apply(ScalarOperand.Beside("Less", x, c), x);
    }
}
