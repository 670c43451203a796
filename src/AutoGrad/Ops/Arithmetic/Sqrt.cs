using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = √x;  dx = g / (2 y).</summary>
    internal sealed class SqrtOp() : UnaryOp("Sqrt", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly SqrtOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sqrt(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / (saved.Y * 2);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => g / (y + y);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The square root of each element; NaN below 0.</summary>
        /// <remarks>The derivative 1 / (2 √x) is +∞ at 0, as in PyTorch.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Sqrt() => SqrtOp.Instance.Apply(this);
    }
}
