using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x &lt;= y.</summary>
    internal sealed class LessOrEqualOp() : CompareOp("LessOrEqual")
    {
        public static readonly LessOrEqualOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) => Comparisons.Run<T, IsLessOrEqual>(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether x is less than or equal to y, element by element, with broadcasting; false beside a NaN. The result is Bool.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public static Tensor operator <=(Tensor x, Tensor y) => LessOrEqualOp.Instance.Apply(x, y);

        /// <summary>Whether x is less than or equal to a number, which adapts to the element type. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not, or they are truth values.</exception>
        public static Tensor operator <=(Tensor x, double c) => LessOrEqualOp.Instance.Apply(x, ScalarOperand.Beside("LessOrEqual", x, c));

        /// <summary>Whether a number, which adapts to the element type, is less than or equal to x. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not, or they are truth values.</exception>
        public static Tensor operator <=(double c, Tensor x) => LessOrEqualOp.Instance.Apply(ScalarOperand.Beside("LessOrEqual", x, c), x);
    }
}
