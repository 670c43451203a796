using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = cos x;  dx = −g sin x.</summary>
    internal sealed class CosOp() : UnaryOp("Cos", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly CosOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(CosOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => -g * saved.X().Sin();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> => -g * Trigonometry.Sin(x);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The cosine of each element, in radians.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Cos() => CosOp.Instance.Apply(this);
    }
}
