using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x is +∞ or −∞.</summary>
    internal sealed class IsInfinityOp() : NumberTest("IsInfinity")
    {
        public static readonly IsInfinityOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<bool> y) => TensorPrimitives.IsInfinity(x, y);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether each element is infinite; never for integers. The result is Bool.</summary>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor IsInfinity() => IsInfinityOp.Instance.Apply(this);
    }
}
