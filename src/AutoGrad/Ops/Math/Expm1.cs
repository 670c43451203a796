using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = eˣ − 1;  dx = g (y + 1).</summary>
    internal sealed class Expm1Op() : UnaryOp("Expm1", Saves.Output), IRecyclable
    {
        public static readonly Expm1Op Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = NearZero.Expm1(x[i]);
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.Y + 1);
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
