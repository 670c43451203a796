namespace AutoGrad.Ops;

/// <summary>The gradients of a <see cref="SequenceOp"/> in tensor operations, which can be differentiated again.</summary>
/// <param name="Projected">Of the input's share of the gates.</param>
/// <param name="Others">Of the inputs from the fourth on: the weight of the state, the state at the start, and what a cell adds.</param>
/// <param name="Upstream">What they belong to.</param>
internal sealed record SequenceRule(Tensor Projected, Tensor[] Others, Tensor?[] Upstream)
{
    /// <summary>Whether these upstream gradients gave it.</summary>
    public bool IsOf(ReadOnlySpan<Tensor?> g)
    {
        for (var k = 0; k < g.Length; k++)
            if (!ReferenceEquals(g[k], Upstream[k])) return false;
        return true;
    }
}
