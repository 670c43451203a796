using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = 1 / x;  dx = −g y².</summary>
    internal sealed class ReciprocalOp() : UnaryOp("Reciprocal", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly ReciprocalOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Divide(T.One, x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => -g * saved.Y.Square();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => -g * (y * y);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The reciprocal 1 / x of each element; infinite at 0.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Reciprocal() => ReciprocalOp.Instance.Apply(this);
    }
}
