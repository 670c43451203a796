using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = max(x, 0);  dx = g where y > 0, else 0.</summary>
    internal sealed class ReluOp() : UnaryOp("Relu", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly ReluOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Extreme.Rectify(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Where(saved.Y <= 0, 0, g);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => V.Select(y <= V.Constant(0), V.Constant(0), g);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The rectifier max(x, 0) of each element; NaN stays NaN.</summary>
        /// <remarks>The derivative is 1 above 0, and 0 at 0 and below.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Relu() => ReluOp.Instance.Apply(this);
    }
}
