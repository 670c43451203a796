using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x σ(x);  dx = g σ(x) (1 + x (1 − σ(x))).</summary>
    internal sealed class SiluOp() : UnaryOp("Silu", Saves.Inputs), IGradientKernel
    {
        // σ is 0 or 1 from here on; without the bound an infinite x would meet 0·∞
        private const double Far = 800;

        public static readonly SiluOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            Logistic.Sigmoid(x, y);
            for (var i = 0; i < y.Length; i++) y[i] = Logistic.Gate(x[i], y[i]);
        }

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var x = saved.X().Clamp(-Far, Far);
            var opening = x.Sigmoid();
            return g * (opening * (x * (1 - opening) + 1));
        }

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            var far = T.CreateTruncating(Far);
            for (var i = 0; i < dx.Length; i++)
            {
                var at = T.Clamp(x[i], -far, far);
                var opening = Logistic.Sigmoid(at);
                dx[i] = g[i] * (opening * (at * (T.One - opening) + T.One));
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The sigmoid linear unit x / (1 + e⁻ˣ) of each element, also called swish.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Silu() => SiluOp.Instance.Apply(this);
    }
}
