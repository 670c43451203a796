using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x / y, rounded to a whole number;  the derivative is 0.</summary>
    internal sealed class WholeDivisionOp(DivisionRounding rounding) : NumberBinaryOp("Divide", Saves.None)
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            for (var i = 0; i < z.Length; i++) z[i] = WholeDivision.Of(x[i], y[i], rounding);
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => Tensor.Zeros(g.Shape, g.DType);
    }

    /// <summary>Quotients that are whole numbers.</summary>
    internal static class WholeDivision
    {
        public static ArgumentException ByZero(string op) =>
            new($"{op}: a divisor is 0, and an integer type holds no infinity or NaN for the result: convert with .To(DType.Float32).{NameScope.Suffix}", "divisor");

        public static T Of<T>(T x, T y, DivisionRounding rounding) where T : INumber<T>
        {
            var whole = typeof(T) == typeof(int) || typeof(T) == typeof(long);
            if (whole && y == -T.One) return unchecked(-x);     // wraps around at the smallest integer, as multiplication does
            if (T.IsZero(y)) return whole ? throw ByZero("Divide") : x / y;
            if (!whole && rounding == DivisionRounding.Truncate) return Truncated(x / y);
            // the quotient of what divides exactly: rounding cannot carry it over a whole number
            var remainder = x % y;
            var quotient = (x - remainder) / y;
            if (rounding == DivisionRounding.Floor && remainder != T.Zero && remainder < T.Zero != y < T.Zero) quotient -= T.One;
            if (whole) return quotient;
            return T.IsZero(quotient) ? T.CopySign(T.Zero, x / y) : Nearest(quotient);
        }

        private static T Truncated<T>(T x) where T : INumber<T> => T.IsFinite(x) ? T.CopySign(x - x % T.One, x) : x;

        private static T Nearest<T>(T x) where T : INumber<T>
        {
            if (!T.IsFinite(x)) return x;
            var half = T.CreateTruncating(0.5);
            var rest = x % T.One;
            return x - rest + (rest > half ? T.One : rest < -half ? -T.One : T.Zero);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The quotient x / y rounded to a whole number, element by element with broadcasting. The derivative is 0.</summary>
        /// <remarks>PyTorch's <c>div</c> with a rounding mode; with <see cref="DivisionRounding.Floor"/> its <c>floor_divide</c>.</remarks>
        /// <param name="divisor">The divisor y.</param>
        /// <param name="rounding">Which whole number.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ or are truth values, or an integer divisor is 0.</exception>
        public Tensor Divide(Tensor divisor, DivisionRounding rounding) => new WholeDivisionOp(rounding).Apply(this, divisor);

        /// <summary>The quotient by a number, rounded to a whole number. The derivative is 0.</summary>
        /// <param name="divisor">The divisor; adapts to the element type.</param>
        /// <param name="rounding">Which whole number.</param>
        /// <exception cref="ArgumentException">The elements are truth values, or they are integers and the divisor is not or is 0.</exception>
        public Tensor Divide(double divisor, DivisionRounding rounding) => Divide(ScalarOperand.Beside("Divide", this, divisor), rounding);
    }
}
