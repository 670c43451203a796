namespace AutoGrad.Ops;

/// <summary>y = 1/x, and 0 where x is 0;  dx = −g y². What a subgradient of 0 at a kink needs.</summary>
internal sealed class ReciprocalOrZeroOp() : UnaryOp("ReciprocalOrZero", Saves.Output), IRecyclable
{
    public static readonly ReciprocalOrZeroOp Instance = new();

    protected override void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] == T.Zero ? T.Zero : T.One / x[i];
    }

    protected override Tensor Rule(Saved saved, Tensor g) => -(g * saved.Y) * saved.Y;
}
