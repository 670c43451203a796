using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = 1, 0 or −1 by the sign of x;  dx = 0.</summary>
    internal sealed class SignOp() : NumberUnaryOp("Sign", Saves.None)
    {
        public static readonly SignOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = x[i] > T.Zero ? T.One : x[i] < T.Zero ? -T.One : T.Zero;
        }

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Zeros(g.Shape, g.DType);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The sign of each element: 1, −1, or 0 for zeros and NaN, as in PyTorch. Its derivative is 0.</summary>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor Sign() => SignOp.Instance.Apply(this);
    }
}
