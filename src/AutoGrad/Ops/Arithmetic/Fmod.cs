using System.Numerics;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x − y trunc(x / y);  dx = g,  dy = −g trunc(x / y).</summary>
    internal sealed class FmodOp() : NumberBinaryOp("Fmod", Saves.Inputs)
    {
        public static readonly FmodOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            var whole = typeof(T) == typeof(int) || typeof(T) == typeof(long);
            for (var i = 0; i < z.Length; i++) z[i] = whole ? Whole(x[i], y[i]) : x[i] % y[i];
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
            input == 0 ? g : -g * (saved.X(0) / saved.X(1)).Truncate();

        private static T Whole<T>(T x, T y) where T : INumber<T>
        {
            if (T.IsZero(y)) throw WholeDivision.ByZero("Fmod");
            return y == -T.One ? T.Zero : x % y;        // the smallest integer divided by -1 would overflow
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The remainder x − y trunc(x / y), element by element with broadcasting: it has the sign of x, as C#'s own.</summary>
        /// <remarks>The derivative by x is 1, by y it is −trunc(x / y). See <see cref="Remainder(Tensor)"/> for the one with the sign of y.</remarks>
        /// <param name="divisor">The divisor y.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ or are truth values, or an integer divisor is 0.</exception>
        public Tensor Fmod(Tensor divisor) => FmodOp.Instance.Apply(this, divisor);

        /// <summary>The remainder by a number, with the sign of the dividend.</summary>
        /// <param name="divisor">The divisor; adapts to the element type.</param>
        /// <exception cref="ArgumentException">The elements are truth values, or they are integers and the divisor is not or is 0.</exception>
        public Tensor Fmod(double divisor) => FmodOp.Instance.Apply(this, ScalarOperand.Beside("Fmod", this, divisor));
    }
}
