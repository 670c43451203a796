using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = not x.</summary>
    internal sealed class LogicalNotOp() : Op("LogicalNot", Saves.None)
    {
        public static readonly LogicalNotOp Instance = new();

        public Tensor Apply(Tensor x)
        {
            ArgumentNullException.ThrowIfNull(x);
            Guard.Mask(Name, x);
            return x.IsIndirect ? Indirection.Apply(this, x) : Compute([x]);
        }

        internal override bool IsPointwise => true;

        internal override Tensor Compute(ReadOnlySpan<Tensor> inputs)
        {
            var x = inputs[0];
            var y = Tensor.Allocate(x.Shape, DType.Bool);
            TensorPrimitives.Xor(x.Bits<byte>(), (byte)1, y.Bits<byte>());
            return y;
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The opposite of each truth value.</summary>
        /// <exception cref="ArgumentException">The elements are not Bool.</exception>
        public static Tensor operator !(Tensor x) => LogicalNotOp.Instance.Apply(x);

        /// <summary>The opposite of each truth value: <c>!x</c>.</summary>
        /// <exception cref="ArgumentException">The elements are not Bool.</exception>
        public Tensor LogicalNot() => !this;
    }
}
