using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ψ⁽ⁿ⁾(x), the derivative of digamma of an order n ≥ 1;  dx = g ψ⁽ⁿ⁺¹⁾(x).</summary>
    internal sealed class PolygammaOp(int order) : UnaryOp("Polygamma", Saves.Inputs), IPointwise, IRecyclable
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            var factorial = 1.0;
            for (var k = 2; k <= order; k++) factorial *= k;
            var cotangent = GammaFunction.CotangentDerivative(order);
            for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(GammaFunction.Polygamma(order, double.CreateTruncating(x[i]), factorial, cotangent));
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * new PolygammaOp(order + 1).Apply(saved.X());
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The derivative of <see cref="Digamma"/> of an order; digamma itself for order 0.</summary>
        /// <remarks>(−1)ⁿ⁺¹ n! Σ 1 / (x + k)ⁿ⁺¹ over k = 0, 1, ...; infinite at 0, −1, −2, ...</remarks>
        /// <param name="order">Which derivative: 0 to 100.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is negative or above 100, where its values leave the range of numbers.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Polygamma(int order)
        {
            if (order is < 0 or > 100) throw new ArgumentOutOfRangeException(nameof(order), order, $"Polygamma: the order must be within 0..100.{NameScope.Suffix}");
            return order == 0 ? Digamma() : new PolygammaOp(order).Apply(this);
        }
    }
}
