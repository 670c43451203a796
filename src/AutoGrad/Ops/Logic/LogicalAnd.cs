using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x and y.</summary>
    internal sealed class LogicalAndOp() : LogicOp("LogicalAnd")
    {
        public static readonly LogicalAndOp Instance = new();

        protected override void Forward(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, Span<byte> z) => TensorPrimitives.BitwiseAnd(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether two truth values are both true, element by element, with broadcasting.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">One is not Bool.</exception>
        public static Tensor operator &(Tensor x, Tensor y) => LogicalAndOp.Instance.Apply(x, y);

        /// <summary>Whether this and another truth value are both true, element by element, with broadcasting: <c>x &amp; y</c>.</summary>
        /// <param name="other">The other truth values.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">One is not Bool.</exception>
        public Tensor LogicalAnd(Tensor other) => this & other;
    }
}
