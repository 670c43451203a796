using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ⌈x⌉;  dx = 0.</summary>
    internal sealed class CeilingOp() : UnaryOp("Ceiling", Saves.None), IPointwise, IRecyclable
    {
        public static readonly CeilingOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Ceiling(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Zeros(g.Shape, g.DType);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The smallest whole number that is not below each element. The derivative is 0.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Ceiling() => CeilingOp.Instance.Apply(this);
    }
}
