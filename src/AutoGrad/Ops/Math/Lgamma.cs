using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ln |Γ(x)|;  dx = g ψ(x).</summary>
    internal sealed class LgammaOp() : UnaryOp("Lgamma", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly LgammaOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(GammaFunction.LogGamma(double.CreateTruncating(x[i])));
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X().Digamma();
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm of the absolute value of the gamma function, ln |Γ(x)|; +∞ at 0, −1, −2, ...</summary>
        /// <remarks>Its derivative is <see cref="Digamma"/>.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Lgamma() => LgammaOp.Instance.Apply(this);
    }
}
