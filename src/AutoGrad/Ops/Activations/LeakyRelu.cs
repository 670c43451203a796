using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x above 0, else c x;  dx = g above 0, else c g.</summary>
    internal sealed class LeakyReluOp(double negativeSlope) : UnaryOp("LeakyRelu", Saves.Inputs), IPointwise, IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            var slope = T.CreateTruncating(negativeSlope);
            for (var i = 0; i < y.Length; i++) y[i] = x[i] > T.Zero ? x[i] : slope * x[i];
        }

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Where(saved.X() > 0, g, g * negativeSlope);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            var slope = T.CreateTruncating(negativeSlope);
            for (var i = 0; i < dx.Length; i++) dx[i] = x[i] > T.Zero ? g[i] : slope * g[i];
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The leaky rectifier of each element: x above 0, negativeSlope · x at 0 and below.</summary>
        /// <remarks>The derivative is 1 above 0, and negativeSlope at 0 and below.</remarks>
        /// <param name="negativeSlope">The slope below 0.</param>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor LeakyRelu(double negativeSlope = 0.01) => new LeakyReluOp(negativeSlope).Apply(this);
    }
}
