using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = artanh x;  dx = g / ((1 − x)(1 + x)).</summary>
    internal sealed class AtanhOp() : UnaryOp("Atanh", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly AtanhOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Atanh(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / ((1 - saved.X()) * (1 + saved.X()));

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                g / ((V.Constant(1) - x) * (V.Constant(1) + x));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The inverse hyperbolic tangent of each element; infinite at ±1, NaN outside.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Atanh() => AtanhOp.Instance.Apply(this);
    }
}
