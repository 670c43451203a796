using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x above 0, else α (eˣ − 1);  dx = g above 0, else α g eˣ.</summary>
    internal sealed class EluOp(double alpha) : UnaryOp("Elu", Saves.Inputs), IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            var scale = T.CreateTruncating(alpha);
            for (var i = 0; i < y.Length; i++) y[i] = x[i] > T.Zero ? x[i] : scale * NearZero.Expm1(x[i]);
        }

        // the exponential of a large x would overflow in the branch not taken, and 0·∞ at the next order
        protected override Tensor Rule(Saved saved, Tensor g) =>
            Tensor.Where(saved.X() > 0, g, g * (saved.X().Clamp(max: 0).Exp() * alpha));

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            var scale = T.CreateTruncating(alpha);
            for (var i = 0; i < dx.Length; i++) dx[i] = x[i] > T.Zero ? g[i] : g[i] * (T.Exp(x[i]) * scale);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The exponential linear unit of each element: x above 0, α (eˣ − 1) at 0 and below.</summary>
        /// <remarks>The derivative is 1 above 0, and α eˣ at 0 and below.</remarks>
        /// <param name="alpha">The negated limit α for x towards −∞.</param>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Elu(double alpha = 1) => new EluOp(alpha).Apply(this);
    }
}
