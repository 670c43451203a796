using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = ln(eˣ + eʸ);  dx = g σ(x − y),  dy = g σ(y − x).</summary>
    internal sealed class LogAddExpOp() : BinaryOp("LogAddExp", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly LogAddExpOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            for (var i = 0; i < z.Length; i++) z[i] = LogSumScan.Add(x[i], y[i]);
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g * (saved.X(input) - saved.X(1 - input)).Sigmoid();
    }

    /// <summary>z = log₂(2ˣ + 2ʸ);  dx = g σ((x − y) ln 2),  dy = g σ((y − x) ln 2).</summary>
    internal sealed class LogAddExp2Op() : BinaryOp("LogAddExp2", Saves.Inputs), IPointwise, IRecyclable
    {
        private static readonly double s_scale = Math.Log(2);

        public static readonly LogAddExp2Op Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        {
            var scale = T.CreateTruncating(s_scale);
            for (var i = 0; i < z.Length; i++)
            {
                var (low, high) = x[i] < y[i] ? (x[i], y[i]) : (y[i], x[i]);
                z[i] = low == high && T.IsInfinity(low) ? low : high + NearZero.Log1p(T.Exp2(low - high)) / scale;
            }
        }

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g * ((saved.X(input) - saved.X(1 - input)) * s_scale).Sigmoid();
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm of the sum of exponentials ln(eˣ + eʸ), element by element with broadcasting; nothing overflows on the way.</summary>
        /// <remarks>Where both are the same infinity so is the result, and the derivative is NaN, as in PyTorch.</remarks>
        /// <param name="other">The other exponents y.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
        public Tensor LogAddExp(Tensor other) => LogAddExpOp.Instance.Apply(this, other);

        /// <summary>The same to the base 2: log₂(2ˣ + 2ʸ), element by element with broadcasting.</summary>
        /// <remarks>Where both are the same infinity so is the result, and the derivative is NaN, as in PyTorch.</remarks>
        /// <param name="other">The other exponents y.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
        public Tensor LogAddExp2(Tensor other) => LogAddExp2Op.Instance.Apply(this, other);
    }
}
