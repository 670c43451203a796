using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x != y.</summary>
    internal sealed class NotEqualToOp() : CompareOp("NotEqualTo")
    {
        public static readonly NotEqualToOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z) => Comparisons.Run<T, IsOther>(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether each element differs from another tensor's, with broadcasting; true beside a NaN. The result is Bool.</summary>
        /// <remarks>The operator <c>!=</c> compares references, as for every C# class.</remarks>
        /// <param name="other">The other tensor, of any element type that both share.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public Tensor NotEqualTo(Tensor other) => NotEqualToOp.Instance.Apply(this, other);

        /// <summary>Whether each element differs from a number, which adapts to the element type; true for a NaN. The result is Bool.</summary>
        /// <param name="value">The number.</param>
        /// <exception cref="ArgumentException">The elements are integers and the number is not, or they are truth values.</exception>
        public Tensor NotEqualTo(double value) => NotEqualToOp.Instance.Apply(this, ScalarOperand.Beside("NotEqualTo", this, value));
    }
}
