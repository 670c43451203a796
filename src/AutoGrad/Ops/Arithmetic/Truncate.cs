using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x without its fraction;  dx = 0.</summary>
    internal sealed class TruncateOp() : UnaryOp("Truncate", Saves.None), IPointwise, IRecyclable
    {
        public static readonly TruncateOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Truncate(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Zeros(g.Shape, g.DType);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Each element without its fraction: the next whole number towards 0. The derivative is 0.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Truncate() => TruncateOp.Instance.Apply(this);
    }
}
