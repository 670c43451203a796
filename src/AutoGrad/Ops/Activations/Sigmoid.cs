using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = 1 / (1 + e⁻ˣ);  dx = g y (1 − y).</summary>
    internal sealed class SigmoidOp() : UnaryOp("Sigmoid", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly SigmoidOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(SigmoidOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.Y * (1 - saved.Y));

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => g * (y * (V.Constant(1) - y));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logistic function 1 / (1 + e⁻ˣ) of each element, within 0..1.</summary>
        /// <remarks>Derivative y (1 − y). For the logarithm of the result take <see cref="LogSigmoid"/>, which does not underflow.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Sigmoid() => SigmoidOp.Instance.Apply(this);
    }
}
