using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x to the nearest whole number, halves to even;  dx = 0.</summary>
    internal sealed class RoundOp() : UnaryOp("Round", Saves.None), IPointwise, IRecyclable
    {
        public static readonly RoundOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Round(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Zeros(g.Shape, g.DType);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The whole number nearest to each element; halves go to the even one, so 0.5 and 2.5 become 0 and 2. The derivative is 0.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Round() => RoundOp.Instance.Apply(this);
    }
}
