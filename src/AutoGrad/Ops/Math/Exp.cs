using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = eˣ;  dx = g y.</summary>
    internal sealed class ExpOp() : UnaryOp("Exp", Saves.Output), IRecyclable
    {
        public static readonly ExpOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Exp(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.Y;
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The exponential eˣ of each element.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Exp() => ExpOp.Instance.Apply(this);
    }
}
