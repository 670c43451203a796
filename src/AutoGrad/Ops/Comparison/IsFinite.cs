using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x is neither infinite nor NaN.</summary>
    internal sealed class IsFiniteOp() : NumberTest("IsFinite")
    {
        public static readonly IsFiniteOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<bool> y) => TensorPrimitives.IsFinite(x, y);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether each element is neither infinite nor NaN; always for integers. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor IsFinite() => IsFiniteOp.Instance.Apply(this);
    }
}
