using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x t, t = tanh ln(1 + eˣ);  dx = g (t + x (1 − t²) σ(x)).</summary>
    internal sealed class MishOp() : UnaryOp("Mish", Saves.Inputs), IPointwise, IGradientKernel
    {
        // t is 0 or 1 from here on; without the bound an infinite x would meet 0·∞
        private const double Far = 800;

        public static readonly MishOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = Logistic.Gate(x[i], Logistic.TanhSoftplus(x[i]));
        }

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var x = saved.X().Clamp(-Far, Far);
            var opening = x.Softplus().Tanh();
            return g * (opening + x * ((1 - opening) * (1 + opening) * x.Sigmoid()));
        }

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            var far = T.CreateTruncating(Far);
            for (var i = 0; i < dx.Length; i++)
            {
                var at = T.Clamp(x[i], -far, far);
                var opening = Logistic.TanhSoftplus(at);
                dx[i] = g[i] * (opening + at * ((T.One - opening) * (T.One + opening) * Logistic.Sigmoid(at)));
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Mish, x tanh(ln(1 + eˣ)), of each element: a smooth rectifier.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Mish() => MishOp.Instance.Apply(this);
    }
}
