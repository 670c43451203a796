namespace AutoGrad;

/// <summary>One running <c>Autodiff.Vmap</c>: how many samples there are, and how an op is applied to all of them at once.</summary>
/// <param name="size">The number of samples.</param>
internal abstract class BatchLevel(int size)
{
    [ThreadStatic] private static BatchLevel? s_current;

    /// <summary>The number of samples.</summary>
    public int Size { get; } = size;

    /// <summary>1 for the outermost; an inner level is unwrapped before an outer one.</summary>
    public int Depth { get; private set; }

    /// <summary>The level this one runs inside of.</summary>
    public BatchLevel? Outer { get; private set; }

    /// <summary>The function has returned: its tensors mean nothing any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The function asked for what differs between samples; whatever it returned, it has to be run on each sample.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The innermost level that runs on this thread; null outside of any.</summary>
    public static BatchLevel? Current => s_current;

    /// <summary>Applies an op of one output to inputs of which at least one is a batch of this level.</summary>
    public abstract Tensor Apply(Op op, ReadOnlySpan<Tensor> x);

    /// <summary>The same for an op of several outputs.</summary>
    public abstract Tensor[] Apply(MultiOutputOp op, ReadOnlySpan<Tensor> x);

    public void Enter() => (Outer, Depth, s_current) = (s_current, (s_current?.Depth ?? 0) + 1, this);

    public void Leave() => (s_current, IsOver) = (Outer, true);

    /// <summary>Says that this function cannot run on a batch.</summary>
    public BatchedValueException Break()
    {
        IsBroken = true;
        return new BatchedValueException();
    }

    /// <summary>Refuses what only makes sense for a single sample, such as drawing its random numbers: the function is then run on each.</summary>
    public static void NeedSamples()
    {
        if (s_current is not null) throw new BatchedValueException();
    }
}

/// <summary>Ends the attempt to run a function on a whole batch: it needs the values of each sample, and is run on each instead.</summary>
internal sealed class BatchedValueException() : InvalidOperationException("The elements of a tensor inside Vmap differ between samples: they are only known when the function runs on each sample, which Vmap does when it sees this exception. Do not catch it.");
