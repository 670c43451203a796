using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = artanh x;  dx = g / ((1 − x)(1 + x)).</summary>
    internal sealed class AtanhOp() : UnaryOp("Atanh", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly AtanhOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Atanh(x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / ((1 - saved.X()) * (1 + saved.X()));

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            for (var i = 0; i < dx.Length; i++) dx[i] = g[i] / ((T.One - x[i]) * (T.One + x[i]));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The inverse hyperbolic tangent of each element; infinite at ±1, NaN outside.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Atanh() => AtanhOp.Instance.Apply(this);
    }
}
