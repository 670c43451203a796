using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = xᶜ;  dx = g c xᶜ⁻¹, and 0 for c = 0.</summary>
    internal sealed class PowScalarOp(double exponent) : UnaryOp("Pow", Saves.Inputs), IPointwise, IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Raise(x, exponent, y);

        protected override Tensor Rule(Saved saved, Tensor g) =>
            exponent == 0 ? Tensor.Zeros(g.Shape, g.DType) : g * (saved.X().Pow(exponent - 1) * exponent);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            if (exponent == 0)
            {
                dx.Clear();
                return;
            }
            // in blocks: dx may lie over g
            Span<T> slopes = stackalloc T[256];
            for (var i = 0; i < dx.Length; i += slopes.Length)
            {
                var n = Math.Min(slopes.Length, dx.Length - i);
                var slope = slopes[..n];
                Raise(x.Slice(i, n), exponent - 1, slope);
                TensorPrimitives.Multiply(slope, T.CreateTruncating(exponent), slope);
                TensorPrimitives.Multiply(g.Slice(i, n), slope, dx.Slice(i, n));
            }
        }

        // the exponents of everyday formulas are exact and need no logarithm
        private static void Raise<T>(ReadOnlySpan<T> x, double exponent, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
        {
            switch (exponent)
            {
                case 1: x.CopyTo(y); break;
                case 2: TensorPrimitives.Multiply(x, x, y); break;
                case -1: TensorPrimitives.Divide(T.One, x, y); break;
                default: Power.Run(x, T.CreateTruncating(exponent), y); break;
            }
        }
    }

    /// <summary>z = xʸ;  dx = g y xʸ⁻¹,  dy = g xʸ ln x.</summary>
    internal sealed class PowOp() : BinaryOp("Pow", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly PowOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => Power.Run(x, y, z);

        // where a power of 0 has no slope, base and exponent are replaced before they meet an infinity:
        // 0·∞ would come back as NaN at this order or the next
        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            var (x, y) = (saved.X(0), saved.X(1));
            if (input == 0)
            {
                var flat = y.EqualTo(0) & !(x.Abs() > 0);
                return g * (Tensor.Where(flat, 0, y) * Tensor.Where(flat, 1, x).Pow(y - 1));
            }
            var safe = Tensor.Where(x.EqualTo(0) & (y >= 0), 1, x);
            return g * (safe.Pow(y) * safe.Log());
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The power xᶜ of each element; NaN for a negative element and a fractional exponent, 1 for the exponent 0.</summary>
        /// <remarks>Derivative c xᶜ⁻¹; it is 0 everywhere for c = 0, also at x = 0.</remarks>
        /// <param name="exponent">The exponent c.</param>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Pow(double exponent) => new PowScalarOp(exponent).Apply(this);

        /// <summary>The power xʸ, element by element, with broadcasting.</summary>
        /// <remarks>Derivatives y xʸ⁻¹ by the base, 0 at 0⁰; xʸ ln x by the exponent, 0 where the base is 0 and the exponent is not negative.</remarks>
        /// <param name="exponent">The exponents y.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
        public Tensor Pow(Tensor exponent) => PowOp.Instance.Apply(this, exponent);

        /// <summary>The power cʸ of a number for each exponent.</summary>
        /// <remarks>Derivative cʸ ln c; 0 where c is 0 and the exponent is not negative.</remarks>
        /// <param name="x">The base c; adapts to the element type.</param>
        /// <param name="exponent">The exponents y.</param>
        /// <exception cref="ArgumentException">The exponents are not Float32 or Float64.</exception>
        public static Tensor Pow(double x, Tensor exponent) => PowOp.Instance.Apply(ScalarOperand.Beside("Pow", exponent, x), exponent);
    }
}
