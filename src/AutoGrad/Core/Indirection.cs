namespace AutoGrad;

/// <summary>Finds what an op is really applied to, where a tensor stands for another or for a batch.</summary>
internal static class Indirection
{
    /// <summary>Applies an op of one output to what its inputs stand for.</summary>
    public static Tensor Apply(Op op, params ReadOnlySpan<Tensor> x)
    {
        var real = Resolve(x);
        return LevelOf(real) is { } level ? Batch(op, level).Apply(op, real) : op.Compute(real);
    }

    /// <summary>The same for an op of several outputs.</summary>
    public static Tensor[] Apply(MultiOutputOp op, ReadOnlySpan<Tensor> x)
    {
        var real = Resolve(x);
        return LevelOf(real) is { } level ? Batch(op, level).Apply(op, real) : op.ComputeAll(real);
    }

    // an op made for one application keeps what that one found out: each sample needs its own
    private static BatchLevel Batch(Op op, BatchLevel level) => op is IFusedGradients ? throw level.Break() : level;

    public static Tensor Detach(Tensor x) => Substitution.Of(x) switch
    {
        BatchedTensor batched => new BatchedTensor(batched.Level, batched.Samples.Detach()),
        var real => real.View(real.Shape, 0),
    };

    public static bool Any(ReadOnlySpan<Tensor> x)
    {
        foreach (var t in x)
            if (t.IsIndirect) return true;
        return false;
    }

    /// <summary>The innermost level among some tensors; null when none is batched.</summary>
    /// <exception cref="InvalidOperationException">One has left the function it belongs to.</exception>
    public static BatchLevel? LevelOf(ReadOnlySpan<Tensor> x)
    {
        BatchLevel? innermost = null;
        foreach (var t in x)
        {
            if (t is not BatchedTensor { Level: var level }) continue;
            if (level.IsOver) throw new InvalidOperationException($"Vmap: a tensor {t.Shape} was kept from inside a function that has returned. Return it from the function instead.");
            if (innermost is null || level.Depth > innermost.Depth) innermost = level;
        }
        return innermost;
    }

    private static Tensor[] Resolve(ReadOnlySpan<Tensor> x)
    {
        var real = x.ToArray();
        for (var i = 0; i < real.Length; i++)
            if (real[i].IsIndirect) real[i] = Substitution.Of(real[i]);
        return real;
    }
}
