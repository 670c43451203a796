using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = cos x;  dx = −g sin x.</summary>
    internal sealed class CosOp() : UnaryOp("Cos", Saves.Inputs), IGradientKernel
    {
        public static readonly CosOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Cos(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => -g * saved.X().Sin();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            TensorPrimitives.Sin(x, dx);
            TensorPrimitives.Multiply(dx, g, dx);
            TensorPrimitives.Negate(dx, dx);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The cosine of each element, in radians.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Cos() => CosOp.Instance.Apply(this);
    }
}
