using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = c x above 0, else α (e^(βx) − 1);  dx = c g above 0, else α β g e^(βx).</summary>
    internal sealed class EluOp(string name, double slope, double alpha, double rate) : UnaryOp(name, Saves.Inputs), IPointwise, IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(new Value(slope, alpha, rate), x, y);

        // the exponential of a large x would overflow in the branch not taken, and 0·∞ at the next order
        protected override Tensor Rule(Saved saved, Tensor g) =>
            Tensor.Where(saved.X() > 0, g * slope, g * ((saved.X().Clamp(max: 0) * rate).Exp() * (alpha * rate)));

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(new Slope(slope, alpha, rate), g, x, dx);

        private readonly struct Slope(double slope, double alpha, double rate) : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                g * V.Select(x > V.Constant(0), V.Constant(slope), Exponential.Exp(V.Constant(rate) * x) * V.Constant(alpha * rate));
        }

        private readonly struct Value(double slope, double alpha, double rate) : IUnaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V x) where V : struct, ILanes<V> =>
                V.Select(x > V.Constant(0), V.Constant(slope) * x, V.Constant(alpha) * Exponential.Expm1(V.Constant(rate) * x));
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
        public Tensor Elu(double alpha = 1) => new EluOp("Elu", 1, alpha, 1).Apply(this);

        /// <summary>The scaled exponential linear unit of each element: λ x above 0, λ α (eˣ − 1) at 0 and below.</summary>
        /// <remarks>λ = 1.0507..., α = 1.6732...: the activations of a deep network keep mean 0 and variance 1. The derivative at 0 is λ α.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Selu()
        {
            const double Scale = 1.0507009873554804934193349852946, Alpha = 1.6732632423543772848170429916717;
            return new EluOp("Selu", Scale, Scale * Alpha, 1).Apply(this);
        }

        /// <summary>The continuously differentiable exponential linear unit of each element: x above 0, α (e^(x/α) − 1) at 0 and below.</summary>
        /// <param name="alpha">The negated limit α for x towards −∞; not 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is 0 or not finite.</exception>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Celu(double alpha = 1)
        {
            if (alpha == 0 || !double.IsFinite(alpha))
                throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"Celu: alpha divides the elements; it must be finite and not 0.{NameScope.Suffix}");
            return new EluOp("Celu", 1, alpha, 1 / alpha).Apply(this);
        }
    }
}
