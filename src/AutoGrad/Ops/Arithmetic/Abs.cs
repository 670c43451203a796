using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = |x|;  dx = g sign x.</summary>
    internal sealed class AbsOp() : NumberUnaryOp("Abs", Saves.Inputs), IGradientKernel
    {
        public static readonly AbsOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            if (typeof(T) == typeof(float) || typeof(T) == typeof(double)) TensorPrimitives.Abs(x, y);
            else
                for (var i = 0; i < y.Length; i++) y[i] = x[i] < T.Zero ? -x[i] : x[i];     // never throws: the smallest integer stays
        }

        protected override Tensor Rule(Saved saved, Tensor g) => g * saved.X().Sign();

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                g * V.Select(x > V.Constant(0), V.Constant(1), V.Select(x < V.Constant(0), V.Constant(-1), V.Constant(0)));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The absolute value |x| of each element; the smallest integer, which has none, stays as it is.</summary>
        /// <remarks>The derivative is the sign of x, 0 at 0.</remarks>
        /// <exception cref="ArgumentException">The elements are truth values.</exception>
        public Tensor Abs() => AbsOp.Instance.Apply(this);
    }
}
