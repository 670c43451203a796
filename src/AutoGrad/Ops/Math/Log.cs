using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ln x;  dx = g / x.</summary>
    internal sealed class LogOp() : UnaryOp("Log", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly LogOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(LogOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / saved.X();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> => g / x;
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The natural logarithm of each element; −∞ at 0, NaN below.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Log() => LogOp.Instance.Apply(this);
    }
}
