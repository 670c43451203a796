using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ln(x / (1 − x));  dx = g / (x (1 − x)), NaN outside of 0..1.</summary>
    internal sealed class LogitOp() : UnaryOp("Logit", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly LogitOp Instance = new();

        // about 1/2 the quotient is near 1, where its logarithm would lose digits
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            var (low, high) = (T.CreateTruncating(0.375), T.CreateTruncating(0.625));
            for (var i = 0; i < y.Length; i++)
            {
                var rest = T.One - x[i];
                y[i] = x[i] > low && x[i] < high ? NearZero.Log1p((x[i] - rest) / rest) : T.Log(x[i] / rest);
            }
        }

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var x = saved.X();
            return g / (x * (1 - Tensor.Where((x < 0) | (x > 1), double.NaN, x)));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm of the odds, ln(x / (1 − x)): the inverse of <see cref="Sigmoid"/>. ∓∞ at 0 and 1, NaN outside.</summary>
        /// <param name="eps">If given, elements are first raised to eps and lowered to 1 − eps; outside of these the derivative is 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="eps"/> is outside of 0..1/2.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Logit(double? eps = null)
        {
            if (eps is not { } bound) return LogitOp.Instance.Apply(this);
            if (!(bound >= 0 && bound <= 0.5)) throw new ArgumentOutOfRangeException(nameof(eps), eps, $"Logit: eps must be within 0..0.5.{NameScope.Suffix}");
            return LogitOp.Instance.Apply(Clamp(bound, 1 - bound));
        }
    }
}
