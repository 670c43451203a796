using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = arctan x;  dx = g / (1 + x²).</summary>
    internal sealed class AtanOp() : UnaryOp("Atan", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly AtanOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(AtanOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / (saved.X().Square() + 1);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                g / (x * x + V.Constant(1));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The inverse tangent of each element, within ±π/2.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Atan() => AtanOp.Instance.Apply(this);
    }
}
