using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ln(1 / (1 + e⁻ˣ));  dx = g σ(−x).</summary>
    internal sealed class LogSigmoidOp() : UnaryOp("LogSigmoid", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly LogSigmoidOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(LogSigmoidOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (-saved.X()).Sigmoid();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> => g * Gates.Sigmoid(-x);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm of the logistic function, −ln(1 + e⁻ˣ), of each element; it neither overflows nor underflows.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor LogSigmoid() => LogSigmoidOp.Instance.Apply(this);
    }
}
