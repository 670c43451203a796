using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ψ(x), the derivative of ln |Γ(x)|;  dx = g ψ′(x).</summary>
    internal sealed class DigammaOp() : UnaryOp("Digamma", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly DigammaOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(GammaFunction.Digamma(double.CreateTruncating(x[i])));
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X().Polygamma(1);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The derivative of the logarithm of the gamma function, ψ(x) = Γ′(x) / Γ(x).</summary>
        /// <remarks>At its poles: ∓∞ at ±0, NaN at −1, −2, ..., as in PyTorch. Its derivative is <see cref="Polygamma"/> of order 1.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Digamma() => DigammaOp.Instance.Apply(this);
    }
}
