using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = sinh x = (eˣ − e⁻ˣ)/2;  dx = g cosh x.</summary>
    internal sealed class SinhOp() : UnaryOp("Sinh", Saves.Inputs), IRecyclable
    {
        public static readonly SinhOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            // the vectorised one loses the digits near 0 to cancellation
            for (var i = 0; i < y.Length; i++) y[i] = T.Sinh(x[i]);
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X().Cosh();
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The hyperbolic sine (eˣ − e⁻ˣ)/2 of each element.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Sinh() => SinhOp.Instance.Apply(this);
    }
}
