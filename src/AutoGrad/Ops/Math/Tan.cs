using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = tan x;  dx = g (1 + y²).</summary>
    internal sealed class TanOp() : UnaryOp("Tan", Saves.Output), IGradientKernel
    {
        public static readonly TanOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Tan(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g * (saved.Y.Square() + 1);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> dx)
        {
            for (var i = 0; i < dx.Length; i++) dx[i] = g[i] * (y[i] * y[i] + T.One);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The tangent of each element, in radians.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Tan() => TanOp.Instance.Apply(this);
    }
}
