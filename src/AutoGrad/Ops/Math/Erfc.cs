using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = erfc x;  dx = −g 2/√π e^(−x²).</summary>
    internal sealed class ErfcOp() : UnaryOp("Erfc", Saves.Inputs), IPointwise, IGradientKernel
    {
        // e^(−x²) is 0 from here on; without the bound the next derivative would meet 0·∞
        private const double Far = 30;

        private const double Scale = -1.12837916709551257390;

        public static readonly ErfcOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => ErrorFunction.Erfc(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * ((-saved.X().Clamp(-Far, Far).Square()).Exp() * Scale);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> => g * (Exponential.Exp(-(x * x)) * V.Constant(Scale));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The complementary error function 1 − erf x of each element, exact also where it is tiny.</summary>
        /// <remarks>Derivative −2/√π e^(−x²).</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Erfc() => ErfcOp.Instance.Apply(this);
    }
}
