using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = tanh x;  dx = g (1 − y²).</summary>
    internal sealed class TanhOp() : UnaryOp("Tanh", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly TanhOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(TanhOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * ((1 - saved.Y) * (1 + saved.Y));

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => g * ((V.Constant(1) - y) * (V.Constant(1) + y));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The hyperbolic tangent of each element.</summary>
        /// <remarks>tanh x = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ); derivative (1 − y)(1 + y), which stays exact where y nears ±1.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Tanh() => TanhOp.Instance.Apply(this);
    }
}
