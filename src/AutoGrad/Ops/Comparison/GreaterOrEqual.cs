using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x &gt;= y.</summary>
    internal sealed class GreaterOrEqualOp() : CompareOp("GreaterOrEqual")
    {
        public static readonly GreaterOrEqualOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) => Comparisons.Run<T, IsLessOrEqual>(y, x, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether x is greater than or equal to y, element by element, with broadcasting; false beside a NaN. The result is Bool.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public static Tensor operator >=(Tensor x, Tensor y) => GreaterOrEqualOp.Instance.Apply(x, y);

        /// <summary>Whether x is greater than or equal to a number, which adapts to the element type. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not, or they are truth values.</exception>
        public static Tensor operator >=(Tensor x, double c) => GreaterOrEqualOp.Instance.Apply(x, ScalarOperand.Beside("GreaterOrEqual", x, c));

        /// <summary>Whether a number, which adapts to the element type, is greater than or equal to x. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are integers and c is not, or they are truth values.</exception>
        public static Tensor operator >=(double c, Tensor x) => GreaterOrEqualOp.Instance.Apply(ScalarOperand.Beside("GreaterOrEqual", x, c), x);
    }
}
