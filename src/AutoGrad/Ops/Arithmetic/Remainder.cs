using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x − y ⌊x / y⌋;  dx = g,  dy = −g ⌊x / y⌋.</summary>
    internal sealed class RemainderOp() : NumberBinaryOp("Remainder", Saves.Inputs)
    {
        public static readonly RemainderOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            if (typeof(T) == typeof(int) || typeof(T) == typeof(long)) Whole(x, y, z);
            else
                for (var i = 0; i < z.Length; i++) z[i] = Floored(x[i] % y[i], y[i]);
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
            input == 0 ? g : -g * (saved.X(0) / saved.X(1)).Floor();

        private static void Whole<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : INumber<T>
        {
            for (var i = 0; i < z.Length; i++)
            {
                if (T.IsZero(y[i]))
                    throw new ArgumentException($"Remainder: a divisor is 0, and an integer type holds no NaN for the result: convert with .To(DType.Float32).{NameScope.Suffix}", nameof(y));
                // the smallest integer divided by -1 would overflow
                z[i] = y[i] == -T.One ? T.Zero : Floored(x[i] % y[i], y[i]);
            }
        }

        /// <summary>Moves C#'s remainder, which has the sign of the dividend, to the sign of the divisor.</summary>
        private static T Floored<T>(T remainder, T divisor) where T : INumber<T> =>
            remainder != T.Zero && remainder < T.Zero != divisor < T.Zero ? remainder + divisor : remainder;
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The remainder x − y ⌊x / y⌋, element by element, with broadcasting: it has the sign of y, as in Python.</summary>
        /// <remarks>The derivative by x is 1, by y it is −⌊x / y⌋.</remarks>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ or are truth values, or an integer divisor is 0.</exception>
        public static Tensor operator %(Tensor x, Tensor y) => RemainderOp.Instance.Apply(x, y);

        /// <summary>The remainder x − c ⌊x / c⌋ with a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are truth values, or they are integers and c is not or is 0.</exception>
        public static Tensor operator %(Tensor x, double c) => RemainderOp.Instance.Apply(x, ScalarOperand.Beside("Remainder", x, c));

        /// <summary>The remainder c − x ⌊c / x⌋ of a number, which adapts to the element type.</summary>
        /// <exception cref="ArgumentException">The elements are truth values, or they are integers and c is not or one of them is 0.</exception>
        public static Tensor operator %(double c, Tensor x) => RemainderOp.Instance.Apply(ScalarOperand.Beside("Remainder", x, c), x);

        /// <summary>The remainder by another tensor, with the sign of the divisor: <c>x % y</c>.</summary>
        /// <param name="divisor">The divisor.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ or are truth values, or an integer divisor is 0.</exception>
        public Tensor Remainder(Tensor divisor) => this % divisor;

        /// <summary>The remainder by a number, with the sign of the divisor: <c>x % c</c>.</summary>
        /// <param name="divisor">The divisor.</param>
        /// <exception cref="ArgumentException">The elements are truth values, or they are integers and the divisor is not or is 0.</exception>
        public Tensor Remainder(double divisor) => this % divisor;
    }
}
