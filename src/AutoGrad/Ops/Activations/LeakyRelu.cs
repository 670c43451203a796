using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x above 0, else c x;  dx = g above 0, else c g.</summary>
    internal sealed class LeakyReluOp(double negativeSlope) : UnaryOp("LeakyRelu", Saves.Inputs), IPointwise, IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(new Value(negativeSlope), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Where(saved.X() > 0, g, g * negativeSlope);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(new Slope(negativeSlope), g, x, dx);

        private readonly struct Slope(double slope) : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                V.Select(x > V.Constant(0), g, V.Constant(slope) * g);
        }

        private readonly struct Value(double slope) : IUnaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V x) where V : struct, ILanes<V> =>
                V.Select(x > V.Constant(0), x, V.Constant(slope) * x);
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
