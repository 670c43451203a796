using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>z = |x| with the sign of y;  dx = g, negated where the sign changed, and 0 where x is 0;  dy = 0.</summary>
    internal sealed class CopySignOp() : BinaryOp("CopySign", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly CopySignOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => TensorPrimitives.CopySign(x, y, z);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => input == 0
            ? g * saved.X(0).Detach().Sign().CopySign(saved.X(0).Detach().Sign() * Tensor.Ones([], g.DType).CopySign(saved.X(1).Detach()))
            : Tensor.Zeros(g.Shape, g.DType);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The size of each element with the sign of another, with broadcasting; the sign of a zero counts.</summary>
        /// <remarks>The derivative is ±1, and 0 where the element is 0; by the other it is 0.</remarks>
        /// <param name="sign">Where the signs come from.</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
        public Tensor CopySign(Tensor sign) => CopySignOp.Instance.Apply(this, sign);

        /// <summary>The size of each element with the sign of a number.</summary>
        /// <param name="sign">Where the sign comes from; −0 is negative.</param>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor CopySign(double sign) => CopySignOp.Instance.Apply(this, ScalarOperand.Beside("CopySign", this, sign));
    }
}
