using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = 1 / √x;  dx = −½ g y³.</summary>
    internal sealed class RsqrtOp() : UnaryOp("Rsqrt", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly RsqrtOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.ReciprocalSqrt(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.Y.Square() * saved.Y * -0.5);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => g * (y * y * y * V.Constant(-0.5));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The reciprocal square root 1 / √x of each element; infinite at 0, NaN below.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Rsqrt() => RsqrtOp.Instance.Apply(this);
    }
}
