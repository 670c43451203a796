using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>The larger or the smaller of two;  g goes to the one taken, half to each on a tie.</summary>
internal abstract class ExtremumOp(string name, bool largest) : NumberBinaryOp(name, Saves.Inputs), IElementGradients
{
    // beside a NaN neither loses: both receive g, as in PyTorch
    protected internal sealed override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var (own, other) = (saved.X(input), saved.X(1 - input));
        if (FusedGradient.Applies(g, own, other)) return FusedGradient.Run(this, input, g, saved.X(0), saved.X(1));
        var loses = largest ? own < other : own > other;
        return Tensor.Where(loses, 0, Tensor.Where(own.EqualTo(other), g * 0.5, g));
    }

    bool IElementGradients.Passes(int input) => false;

    void IElementGradients.Gradient<T>(int input, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> d)
    {
        if (largest == (input == 0)) Elementwise.Run(default(OfLarger), g, x, y, d);
        else Elementwise.Run(default(OfSmaller), g, x, y, d);
    }

    /// <summary>The gradient of x where the larger one counts, or of y where the smaller one does.</summary>
    private readonly struct OfLarger : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V g, V x, V y) where V : struct, ILanes<V> =>
            V.Select(x < y, V.Constant(0), V.Select(V.Equal(x, y), g * V.Constant(0.5), g));
    }

    private readonly struct OfSmaller : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V g, V x, V y) where V : struct, ILanes<V> =>
            V.Select(x > y, V.Constant(0), V.Select(V.Equal(x, y), g * V.Constant(0.5), g));
    }
}
