using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = x or y.</summary>
    internal sealed class LogicalOrOp() : LogicOp("LogicalOr")
    {
        public static readonly LogicalOrOp Instance = new();

        protected override void Forward(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, Span<byte> z) => TensorPrimitives.BitwiseOr(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether two truth values are not both false, element by element, with broadcasting.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">One is not Bool.</exception>
        public static Tensor operator |(Tensor x, Tensor y) => LogicalOrOp.Instance.Apply(x, y);

        /// <summary>Whether this and another truth value are not both false, element by element, with broadcasting: <c>x | y</c>.</summary>
        /// <param name="other">The other truth values.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">One is not Bool.</exception>
        public Tensor LogicalOr(Tensor other) => this | other;
    }
}
