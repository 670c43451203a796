using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = cosh x = (eˣ + e⁻ˣ)/2;  dx = g sinh x.</summary>
    internal sealed class CoshOp() : UnaryOp("Cosh", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly CoshOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(CoshOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X().Sinh();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> => g * Hyperbolic.Sinh(x);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The hyperbolic cosine (eˣ + e⁻ˣ)/2 of each element.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Cosh() => CoshOp.Instance.Apply(this);
    }
}
