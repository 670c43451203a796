using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = min(x, y);  g to the one taken, half to each on a tie.</summary>
    internal sealed class MinimumOp() : ExtremumOp("Minimum", largest: false)
    {
        public static readonly MinimumOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => Extreme.Smaller(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The smaller of this and another tensor, element by element, with broadcasting; NaN beside a NaN.</summary>
        /// <remarks>The gradient goes to the element taken, half to each on a tie.</remarks>
        /// <param name="other">The other tensor.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
        public Tensor Minimum(Tensor other) => MinimumOp.Instance.Apply(this, other);
    }
}
