using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = ln(1 / (1 + e⁻ˣ));  dx = g σ(−x).</summary>
    internal sealed class LogSigmoidOp() : UnaryOp("LogSigmoid", Saves.Inputs), IGradientKernel
    {
        public static readonly LogSigmoidOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < y.Length; i++) y[i] = Logistic.LogSigmoid(x[i]);
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * (-saved.X()).Sigmoid();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx)
        {
            for (var i = 0; i < dx.Length; i++) dx[i] = g[i] * Logistic.Sigmoid(-x[i]);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The logarithm of the logistic function, −ln(1 + e⁻ˣ), of each element; it neither overflows nor underflows.</summary>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor LogSigmoid() => LogSigmoidOp.Instance.Apply(this);
    }
}
