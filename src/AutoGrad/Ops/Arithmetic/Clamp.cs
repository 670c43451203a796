using System.Runtime.CompilerServices;
using AutoGrad.Kernels;
using AutoGrad.Ops;

namespace AutoGrad.Ops
{
    /// <summary>y = min(max(x, low), high);  dx = g within the bounds and on them, 0 outside.</summary>
    internal sealed class ClampOp(double? low, double? high) : NumberUnaryOp("Clamp", Saves.Inputs), IGradientKernel
    {
        protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            if (low is { } from) TensorPrimitives.Max(x, T.CreateTruncating(from), y);
            if (high is { } to) TensorPrimitives.Min(low is null ? x : y, T.CreateTruncating(to), y);
        }

        protected override Tensor Rule(Saved saved, Tensor g) => Tensor.Where(Inside(saved.X()), g, 0);

        private Tensor Inside(Tensor x) => (low, high) switch
        {
            ({ } from, { } to) => (x >= from) & (x <= to),
            ({ } from, null) => x >= from,
            _ => x <= high!.Value,
        };

        void IGradientKernel.Gradient<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> x, Span<T> dx) =>
            Elementwise.Run(new Slope(low ?? double.NegativeInfinity, high ?? double.PositiveInfinity), g, x, dx);

        private readonly struct Slope(double low, double high) : IBinaryOperator
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Invoke<V>(V g, V x) where V : struct, ILanes<V> =>
                V.Select((x >= V.Constant(low)) & (x <= V.Constant(high)), g, V.Constant(0));
        }
    }
}

namespace AutoGrad
{
    public partial class Tensor
    {
        /// <summary>Each element, raised to the lower bound and lowered to the upper one; NaN stays NaN.</summary>
        /// <remarks>The derivative is 1 within the bounds and on them, 0 outside. Where the bounds cross, the result is the upper one.</remarks>
        /// <param name="min">The lower bound; null for none.</param>
        /// <param name="max">The upper bound; null for none.</param>
        /// <exception cref="ArgumentException">Both bounds are null; the elements are truth values; or they are integers and a bound is not.</exception>
        public Tensor Clamp(double? min = null, double? max = null)
        {
            if (min is null && max is null) throw new ArgumentException($"Clamp: give a lower bound, an upper bound or both.{NameScope.Suffix}", nameof(min));
            if (min is { } low) ScalarOperand.Check("Clamp", this, low);
            if (max is { } high) ScalarOperand.Check("Clamp", this, high);
            return new ClampOp(min, max).Apply(this);
        }
    }
}
