using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = arsinh x;  dx = g / √(1 + x²).</summary>
    internal sealed class AsinhOp() : UnaryOp("Asinh", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly AsinhOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Asinh(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / saved.X().Hypot(Tensor.Ones([], g.DType));

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            for (var i = 0; i < dx.Length; i++) dx[i] = g[i] / T.Hypot(x[i], T.One);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The inverse hyperbolic sine of each element.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Asinh() => AsinhOp.Instance.Apply(this);
    }
}
