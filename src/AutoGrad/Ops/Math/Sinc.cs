using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = the derivative of an order of sin(πx) / (πx);  dx = g times the next derivative.</summary>
    internal sealed class SincOp(int order) : UnaryOp("Sinc", Saves.Inputs), IPointwise, IRecyclable
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(SincDerivative.Of(order, double.CreateTruncating(x[i])));
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * new SincOp(order + 1).Apply(saved.X());
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The normalised sine cardinal sin(πx) / (πx) of each element; 1 at 0.</summary>
        /// <remarks>It is smooth through 0, and so are all of its derivatives here.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Sinc() => new SincOp(0).Apply(this);
    }
}
