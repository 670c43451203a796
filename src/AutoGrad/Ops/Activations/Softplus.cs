using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ln(1 + e^(βx)) / β, and x where βx is above the threshold;  dx = g σ(βx), there g.</summary>
    internal sealed class SoftplusOp(double beta, double threshold) : UnaryOp("Softplus", Saves.Inputs), IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            var (scale, linear) = (T.CreateTruncating(beta), T.CreateTruncating(threshold));
            for (var i = 0; i < y.Length; i++)
            {
                var scaled = scale * x[i];
                y[i] = scaled > linear ? x[i] : Logistic.Softplus(scaled) / scale;
            }
        }

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var scaled = saved.X() * beta;
            return Tensor.Where(scaled > threshold, g, g * scaled.Sigmoid());
        }

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            var (scale, linear) = (T.CreateTruncating(beta), T.CreateTruncating(threshold));
            for (var i = 0; i < dx.Length; i++)
            {
                var scaled = scale * x[i];
                dx[i] = scaled > linear ? g[i] : g[i] * Logistic.Sigmoid(scaled);
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The smooth rectifier ln(1 + e^(βx)) / β of each element; it does not overflow.</summary>
        /// <param name="beta">How sharply it bends; not 0.</param>
        /// <param name="threshold">Where βx is above it, the result is x itself, with derivative 1.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is 0 or not finite.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Softplus(double beta = 1, double threshold = 20)
        {
            if (beta == 0 || !double.IsFinite(beta))
                throw new ArgumentOutOfRangeException(nameof(beta), beta, $"Softplus: beta divides the result; it must be finite and not 0.{NameScope.Suffix}");
            return new SoftplusOp(beta, threshold).Apply(this);
        }
    }
}
