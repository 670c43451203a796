using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = log₁₀ x;  dx = g / (x ln 10).</summary>
    internal sealed class Log10Op() : UnaryOp("Log10", Saves.Inputs), IPointwise, IRecyclable
    {
        private static readonly double s_scale = Math.Log(10);

        public static readonly Log10Op Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Run(default(Log10Operator), x, y);

        protected override Tensor Rule(Saved saved, Tensor g) => g / (saved.X() * s_scale);
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm to the base 10 of each element; −∞ at 0, NaN below.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Log10() => Log10Op.Instance.Apply(this);
    }
}
