using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = log₂ x;  dx = g / (x ln 2).</summary>
    internal sealed class Log2Op() : UnaryOp("Log2", Saves.Inputs), IPointwise, IRecyclable
    {
        private static readonly double s_scale = Math.Log(2);

        public static readonly Log2Op Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(Log2Operator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / (saved.X() * s_scale);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm to the base 2 of each element; −∞ at 0, NaN below.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Log2() => Log2Op.Instance.Apply(this);
    }
}
