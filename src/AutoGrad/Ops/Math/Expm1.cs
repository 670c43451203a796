using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = eˣ − 1;  dx = g (y + 1).</summary>
    internal sealed class Expm1Op() : UnaryOp("Expm1", Saves.Output), IPointwise, IGradientKernel
    {
        public static readonly Expm1Op Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(Expm1Operator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.Y + 1);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx) => Elementwise.Run(default(Slope), g, y, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V y) where V : struct, ILanes<V> => g * (y + V.Constant(1));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>eˣ − 1 of each element, exact to the last digits also near 0.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Expm1() => Expm1Op.Instance.Apply(this);
    }
}
