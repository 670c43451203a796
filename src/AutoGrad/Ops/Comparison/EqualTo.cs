using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x == y.</summary>
    internal sealed class EqualToOp() : CompareOp("EqualTo")
    {
        public static readonly EqualToOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) => Comparisons.Run<T, IsEqual>(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether each element equals another tensor's, with broadcasting; false beside a NaN. The result is Bool.</summary>
        /// <remarks>The operator <c>==</c> compares references, as for every C# class.</remarks>
        /// <param name="other">The other tensor, of any element type that both share.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public Tensor EqualTo(Tensor other) => EqualToOp.Instance.Apply(this, other);

        /// <summary>Whether each element equals a number, which adapts to the element type; false for a NaN. The result is Bool.</summary>
        /// <param name="value">The number.</param>
        /// <exception cref="ArgumentException">The elements are integers and the number is not, or they are truth values.</exception>
        public Tensor EqualTo(double value) => EqualToOp.Instance.Apply(this, ScalarOperand.Beside("EqualTo", this, value));
    }
}
