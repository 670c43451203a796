using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = tan x;  dx = g (1 + y²).</summary>
    internal sealed class TanOp() : UnaryOp("Tan", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly TanOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(TanOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.Y.Square() + 1);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => g * (y * y + V.Constant(1));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The tangent of each element, in radians.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Tan() => TanOp.Instance.Apply(this);
    }
}
