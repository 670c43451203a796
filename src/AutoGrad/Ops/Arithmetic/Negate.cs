using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = −x;  dx = −g.</summary>
    internal sealed class NegateOp() : NumberUnaryOp("Negate", Saves.None), IGradientKernel
    {
        public static readonly NegateOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Negate(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => -g;

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> saved, Span<T> dx) => TensorPrimitives.Negate(g, dx);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The negative −x, element by element.</summary>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public static Tensor operator -(Tensor x) => NegateOp.Instance.Apply(x);
    }
}
