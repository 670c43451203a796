using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = erfc x;  dx = −g 2/√π e^(−x²).</summary>
    internal sealed class ErfcOp() : UnaryOp("Erfc", Saves.Inputs), IPointwise, IGradientKernel
    {
        // e^(−x²) is 0 from here on; without the bound the next derivative would meet 0·∞
        private const double Far = 30;

        private static readonly double s_scale = -2 / Math.Sqrt(Math.PI);

        public static readonly ErfcOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(ErrorFunction.Erfc(double.CreateTruncating(x[i])));
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * ((-saved.X().Clamp(-Far, Far).Square()).Exp() * s_scale);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            TensorPrimitives.Multiply(x, x, dx);
            TensorPrimitives.Negate(dx, dx);
            TensorPrimitives.Exp(dx, dx);
            TensorPrimitives.Multiply(dx, T.CreateTruncating(s_scale), dx);
            TensorPrimitives.Multiply(g, dx, dx);
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
