using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x / (1 + |x|);  dx = g / (1 + |x|)².</summary>
    internal sealed class SoftsignOp() : UnaryOp("Softsign", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly SoftsignOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = T.IsInfinity(x[i]) ? T.CopySign(T.One, x[i]) : x[i] / (T.One + T.Abs(x[i]));
        }

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var scale = saved.X().Abs() + 1;
            return g / scale / scale;
        }

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            for (var i = 0; i < dx.Length; i++)
            {
                var scale = T.Abs(x[i]) + T.One;
                dx[i] = g[i] / scale / scale;
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The function x / (1 + |x|) of each element, within ±1.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Softsign() => SoftsignOp.Instance.Apply(this);
    }
}
