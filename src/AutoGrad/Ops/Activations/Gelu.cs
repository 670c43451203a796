using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x Φ(x) with the normal distribution function Φ;  dx = g (Φ(x) + x φ(x)).</summary>
    internal sealed class GeluOp() : UnaryOp("Gelu", Saves.Inputs), IPointwise, IGradientKernel
    {
        // φ is 0 and Φ is 0 or 1 from here on; without the bound an infinite x would meet 0·∞
        private const double Far = 40;

        private const double RootHalf = 0.70710678118654752440, Density = 0.39894228040143267794;

        public static readonly GeluOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => NormalGate.Gelu(x, y);

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var x = saved.X().Clamp(-Far, Far);
            return g * ((x * -RootHalf).Erfc() * 0.5 + x * ((x.Square() * -0.5).Exp() * Density));
        }

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => NormalGate.GeluGradient(g, x, dx);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The Gaussian error linear unit of each element: x Φ(x), with the normal distribution function Φ.</summary>
        /// <param name="approximation">How Φ is computed: exactly, or by a formula with tanh.</param>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such approximation.</exception>
        public Tensor Gelu(GeluApproximation approximation = GeluApproximation.None) => approximation switch
        {
            GeluApproximation.None => GeluOp.Instance.Apply(this),
            GeluApproximation.Tanh => GeluTanhOp.Instance.Apply(this),
            _ => throw new ArgumentOutOfRangeException(nameof(approximation), approximation, $"Gelu: the approximations are None and Tanh.{NameScope.Suffix}"),
        };
    }
}
