namespace AutoGrad;

/// <summary>What a rule returned, before the engine believes it.</summary>
internal static class RuleResult
{
    /// <summary>Checks a rule's result and undoes broadcasting, here and nowhere else.</summary>
    public static Tensor Fit(Op op, int input, Node parent, Tensor? d)
    {
        if (d is null)
            throw new InvalidOperationException($"{op.Name}: its rule returned no gradient for input {input} {parent.Shape}. Return zeros where the derivative is zero; throw NotSupportedException where there is none.");
        if (d.DType != parent.DType)
            throw new InvalidOperationException($"{op.Name}: its rule returned {d.DType} for input {input}, which is {parent.DType}.");
        if (d.Shape.SameAs(parent.Shape)) return d;
        if (op.Broadcasts && parent.Shape.BroadcastsTo(d.Shape)) return d.SumTo(parent.Shape);
        throw new InvalidOperationException($"{op.Name}: its rule returned a gradient of shape {d.Shape} for input {input}, which has shape {parent.Shape}.");
    }
}
