using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ln(1 + x);  dx = g / (1 + x).</summary>
    internal sealed class Log1pOp() : UnaryOp("Log1p", Saves.Inputs), IPointwise, IRecyclable
    {
        public static readonly Log1pOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(Log1pOperator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / (saved.X() + 1);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>ln(1 + x) of each element, exact to the last digits also near 0; −∞ at −1, NaN below.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Log1p() => Log1pOp.Instance.Apply(this);
    }
}
