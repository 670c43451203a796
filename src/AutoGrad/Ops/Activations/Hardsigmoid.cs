using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = min(max(x + 3, 0), 6) / 6;  dx = g / 6 strictly within −3..3, else 0.</summary>
    internal sealed class HardsigmoidOp() : UnaryOp("Hardsigmoid", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly HardsigmoidOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            var (edge, height) = (T.CreateTruncating(3), T.CreateTruncating(6));
            for (var i = 0; i < y.Length; i++) y[i] = T.Min(T.Max(x[i] + edge, T.Zero), height) / height;
        }

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Where((saved.X() > -3) & (saved.X() < 3), g / 6, 0);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            var (edge, height) = (T.CreateTruncating(3), T.CreateTruncating(6));
            for (var i = 0; i < dx.Length; i++) dx[i] = x[i] > -edge && x[i] < edge ? g[i] / height : T.Zero;
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>A sigmoid of straight lines: 0 up to −3, 1 from 3 on, x/6 + 1/2 between.</summary>
        /// <remarks>The derivative is 1/6 strictly between −3 and 3, and 0 elsewhere.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Hardsigmoid() => HardsigmoidOp.Instance.Apply(this);
    }
}
