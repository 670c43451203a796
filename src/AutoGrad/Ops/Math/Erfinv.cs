using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = erf⁻¹ x;  dx = g √π/2 e^(y²).</summary>
    internal sealed class ErfinvOp() : UnaryOp("Erfinv", Saves.Output), IPointwise, IRecyclable
    {
        private static readonly double s_scale = Math.Sqrt(Math.PI) / 2;

        public static readonly ErfinvOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(InverseErrorFunction.Of(double.CreateTruncating(x[i])));
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.Y.Square().Exp() * s_scale);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The inverse of the error function: the number whose <see cref="Erf"/> is the element; ±∞ at ±1, NaN outside.</summary>
        /// <remarks>Derivative √π/2 e^(y²) with the result y; infinite at ±1.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Erfinv() => ErfinvOp.Instance.Apply(this);
    }
}
