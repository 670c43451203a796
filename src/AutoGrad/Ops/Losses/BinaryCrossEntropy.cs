namespace AutoGrad.Ops;

/// <summary>z = −y max(log x, −100) − (1 − y) max(log(1 − x), −100);  dx = g (x − y) / max(x (1 − x), 10⁻¹²),  dy = g (log(1 − x) − log x).</summary>
/// <remarks>The bounds are PyTorch's, the second in single precision: the loss stays finite at 0 and 1, and so does the gradient.</remarks>
internal sealed class BinaryCrossEntropyOp() : BinaryOp("BinaryCrossEntropy", Saves.Inputs), IRecyclable
{
    public static readonly BinaryCrossEntropyOp Instance = new();

    protected override void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        var least = T.CreateTruncating(-100);
        for (var i = 0; i < z.Length; i++)
            z[i] = (y[i] - T.One) * T.Max(T.LogP1(-x[i]), least) - y[i] * T.Max(T.Log(x[i]), least);
    }

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
    {
        var (x, y) = (saved.X(0), saved.X(1));
        return input == 0 ? g * (x - y) / (x * (1 - x)).Clamp(min: 1e-12f) : g * ((1 - x).Log() - x.Log());
    }
}
