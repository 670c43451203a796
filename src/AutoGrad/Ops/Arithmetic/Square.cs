using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x²;  dx = 2 g x.</summary>
    internal sealed class SquareOp() : NumberUnaryOp("Square", Saves.Inputs), IGradientKernel
    {
        public static readonly SquareOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Multiply(x, x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.X() * 2);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> => g * (x + x);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The square x² of each element.</summary>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor Square() => SquareOp.Instance.Apply(this);
    }
}
