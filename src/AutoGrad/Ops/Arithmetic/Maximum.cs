using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = max(x, y);  g to the one taken, half to each on a tie.</summary>
    internal sealed class MaximumOp() : ExtremumOp("Maximum", largest: true)
    {
        public static readonly MaximumOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => Extreme.Larger(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The larger of this and another tensor, element by element, with broadcasting; NaN beside a NaN.</summary>
        /// <remarks>The gradient goes to the element taken, half to each on a tie.</remarks>
        /// <param name="other">The other tensor.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
        public Tensor Maximum(Tensor other) => MaximumOp.Instance.Apply(this, other);
    }
}
