using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x σ(x);  dx = g σ(x) (1 + x (1 − σ(x))).</summary>
    internal sealed class SiluOp() : UnaryOp("Silu", Saves.Inputs), IPointwise, IGradientKernel
    {
        // σ is 0 or 1 from here on; without the bound an infinite x would meet 0·∞
        private const double Far = 800;

        public static readonly SiluOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(Gated), x, y);

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var x = saved.X().Clamp(-Far, Far);
            var opening = x.Sigmoid();
            return g * (opening * (x * (1 - opening) + 1));
        }

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Gated : IUnaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V x) where V : struct, ILanes<V> => Gates.Pass(x, Gates.Sigmoid(x));
        }

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V>
            {
                x = V.Least(V.Constant(Far), V.Greatest(V.Constant(-Far), x));
                var opening = Gates.Sigmoid(x);
                return g * (opening * (x * (V.Constant(1) - opening) + V.Constant(1)));
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
