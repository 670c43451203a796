using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = eˣ;  dx = g y.</summary>
    internal sealed class ExpOp() : UnaryOp("Exp", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly ExpOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(ExpOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.Y;

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => g * y;
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The exponential eˣ of each element.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Exp() => ExpOp.Instance.Apply(this);
    }
}
