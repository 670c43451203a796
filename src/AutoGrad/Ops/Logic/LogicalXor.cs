using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = either x or y.</summary>
    internal sealed class LogicalXorOp() : LogicOp("LogicalXor")
    {
        public static readonly LogicalXorOp Instance = new();

        protected override void Forward(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, Span<byte> z) => TensorPrimitives.Xor(x, y, z);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Whether two truth values differ, element by element, with broadcasting.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">One is not Bool.</exception>
        public static Tensor operator ^(Tensor x, Tensor y) => LogicalXorOp.Instance.Apply(x, y);

        /// <summary>Whether this and another truth value differ, element by element, with broadcasting: <c>x ^ y</c>.</summary>
        /// <param name="other">The other truth values.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">One is not Bool.</exception>
        public Tensor LogicalXor(Tensor other) => this ^ other;
    }
}
