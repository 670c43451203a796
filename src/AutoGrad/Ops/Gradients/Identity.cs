namespace AutoGrad.Ops;

/// <summary>y = x, the same elements at a place of its own in the graph;  dx = g.</summary>
internal sealed class IdentityOp() : NaryOp("Identity", Saves.None), IRecyclable
{
    public static readonly IdentityOp Instance = new();

    protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Detach();

    protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g;
}
