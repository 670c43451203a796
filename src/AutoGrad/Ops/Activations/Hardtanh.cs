using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = min(max(x, low), high);  dx = g strictly within the bounds, 0 on them and outside.</summary>
    internal sealed class HardtanhOp(double low, double high) : UnaryOp("Hardtanh", Saves.Inputs), IPointwise, IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            TensorPrimitives.Max(x, T.CreateTruncating(low), y);
            TensorPrimitives.Min(y, T.CreateTruncating(high), y);
        }

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Where((saved.X() <= low) | (saved.X() >= high), 0, g);

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) => Elementwise.Run(new Slope(low, high), g, x, dx);

        private readonly struct Slope(double low, double high) : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                V.Select((x <= V.Constant(low)) | (x >= V.Constant(high)), V.Constant(0), g);
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Each element, raised to the lower bound and lowered to the upper one: a tanh of straight lines.</summary>
        /// <remarks>The derivative is 1 strictly within the bounds and 0 on them, unlike that of <see cref="Clamp(double?, double?)"/>.</remarks>
        /// <param name="min">The lower bound.</param>
        /// <param name="max">The upper bound, not below the lower one.</param>
        /// <exception cref="ArgumentException">The bounds cross or one is NaN, or the elements are not Float32 or Float64.</exception>
        public Tensor Hardtanh(double min = -1, double max = 1)
        {
            if (!(min <= max)) throw new ArgumentException($"Hardtanh: the lower bound {min} must not be above the upper bound {max}.{NameScope.Suffix}", nameof(min));
            return new HardtanhOp(min, max).Apply(this);
        }
    }
}
