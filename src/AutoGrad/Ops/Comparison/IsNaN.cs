using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x is not a number.</summary>
    internal sealed class IsNaNOp() : NumberTest("IsNaN")
    {
        public static readonly IsNaNOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<bool> y) => TensorPrimitives.IsNaN(x, y);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether each element is not a number; never for integers. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor IsNaN() => IsNaNOp.Instance.Apply(this);
    }
}
