using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ln(1 + e^(βx)) / β, and x where βx is above the threshold;  dx = g σ(βx), there g.</summary>
    internal sealed class SoftplusOp(double beta, double threshold) : UnaryOp("Softplus", Saves.Inputs), IPointwise, IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(new Bent(beta, threshold), x, y);

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var scaled = saved.X() * beta;
            return Tensor.Where(scaled > threshold, g, g * scaled.Sigmoid());
        }

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(new Slope(beta, threshold), g, x, dx);

        private readonly struct Bent(double beta, double threshold) : IUnaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V x) where V : struct, ILanes<V>
            {
                var scaled = V.Constant(beta) * x;
                return V.Select(scaled > V.Constant(threshold), x, Gates.Softplus(scaled) / V.Constant(beta));
            }
        }

        private readonly struct Slope(double beta, double threshold) : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V>
            {
                var scaled = V.Constant(beta) * x;
                return V.Select(scaled > V.Constant(threshold), g, g * Gates.Sigmoid(scaled));
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
