using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = arccos x;  dx = −g / √((1 − x)(1 + x)).</summary>
    internal sealed class AcosOp() : UnaryOp("Acos", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly AcosOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(AcosOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => -g / ((1 - saved.X()) * (1 + saved.X())).Sqrt();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                -g / V.Sqrt((V.Constant(1) - x) * (V.Constant(1) + x));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The inverse cosine of each element, within 0..π; NaN outside of −1..1.</summary>
        /// <remarks>The derivative is infinite at ±1.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Acos() => AcosOp.Instance.Apply(this);
    }
}
