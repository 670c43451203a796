using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = arcosh x;  dx = g / (√(x − 1) √(x + 1)).</summary>
    internal sealed class AcoshOp() : UnaryOp("Acosh", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly AcoshOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Acosh(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / ((saved.X() - 1).Sqrt() * (saved.X() + 1).Sqrt());

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                g / (V.Sqrt(x - V.Constant(1)) * V.Sqrt(x + V.Constant(1)));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The inverse hyperbolic cosine of each element; NaN below 1.</summary>
        /// <remarks>The derivative is infinite at 1.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Acosh() => AcoshOp.Instance.Apply(this);
    }
}
