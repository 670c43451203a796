using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = x min(max(x + 3, 0), 6) / 6;  dx = 0 below −3, g above 3, g (x/3 + 1/2) between and on the edges.</summary>
    internal sealed class HardswishOp() : UnaryOp("Hardswish", Saves.Inputs), IPointwise, IGradientKernel
    {
        public static readonly HardswishOp Instance = new();

        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            var (edge, height) = (T.CreateTruncating(3), T.CreateTruncating(6));
            for (var i = 0; i < y.Length; i++) y[i] = x[i] * (T.Min(T.Max(x[i] + edge, T.Zero), height) / height);
        }

        protected override Tensor Rule(Saved saved, Tensor g)
        {
            var x = saved.X();
            return Tensor.Where(x < -3, 0, Tensor.Where(x > 3, g, g * (x / 3 + 0.5)));
        }

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(default(Slope), g, x, dx);

        private readonly struct Slope : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V>
            {
                var edge = V.Constant(3);
                return V.Select(x < -edge, V.Constant(0), V.Select(x > edge, g, g * (x / edge + V.Constant(0.5))));
            }
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>The element times its <see cref="Hardsigmoid"/>: a <see cref="Silu"/> of straight lines and a parabola.</summary>
        /// <remarks>The derivative is 0 below −3, 1 above 3, and x/3 + 1/2 between and at both ends.</remarks>
        /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
        public Tensor Hardswish() => HardswishOp.Instance.Apply(this);
    }
}
