using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>z = max(x, 0) − x y + log(1 + e^−|x|);  dx = g (σ(x) − y),  dy = −g x.</summary>
/// <remarks>An op of its own because max and |x| have no derivative at 0, where their sum has one.</remarks>
internal sealed class BinaryCrossEntropyWithLogitsOp() : BinaryOp("BinaryCrossEntropyWithLogits", Saves.Inputs), IRecyclable
{
    public static readonly BinaryCrossEntropyWithLogitsOp Instance = new();

    protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        for (var i = 0; i < z.Length; i++) z[i] = T.Max(x[i], T.Zero) - x[i] * y[i] + NearZero.Log1p(T.Exp(-T.Abs(x[i])));
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) =>
        input == 0 ? g * (saved.X(0).Sigmoid() - saved.X(1)) : -(g * saved.X(0));
}
