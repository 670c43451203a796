using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x, with numbers in place of NaN and the infinities;  dx = g where x is finite, 0 elsewhere.</summary>
    internal sealed class NanToNumOp(double nan, double? positive, double? negative) : NumberUnaryOp("NanToNum", Saves.Inputs)
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            var none = T.CreateTruncating(nan);
            var high = positive is { } p ? T.CreateTruncating(p) : T.MaxValue;
            var low = negative is { } n ? T.CreateTruncating(n) : T.MinValue;
            for (var i = 0; i < y.Length; i++)
                y[i] = T.IsFinite(x[i]) ? x[i] : T.IsNaN(x[i]) ? none : T.IsPositive(x[i]) ? high : low;
        }

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Where(saved.X().IsFinite(), g, 0);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The elements with numbers in place of NaN and the infinities; integers stay as they are.</summary>
        /// <remarks>The derivative is 1 for finite elements and 0 for those replaced.</remarks>
        /// <param name="nan">What replaces NaN.</param>
        /// <param name="posinf">What replaces +∞; null for the largest finite number of the element type.</param>
        /// <param name="neginf">What replaces −∞; null for the smallest finite number.</param>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor NanToNum(double nan = 0, double? posinf = null, double? neginf = null) => new NanToNumOp(nan, posinf, neginf).Apply(this);
    }
}
