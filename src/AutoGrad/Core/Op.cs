namespace AutoGrad;

/// <summary>A differentiable operation: a name, a forward computation, what it saves, and its vector-Jacobian products.</summary>
/// <remarks>
/// Derive from <see cref="UnaryOp"/>, <see cref="BinaryOp"/>, <see cref="NaryOp"/> or <see cref="MultiOutputOp"/>. A rule is
/// written in tensor operations, so that it can itself be differentiated, to any order. It never un-broadcasts, never asks
/// what requires a gradient, and never touches <see cref="Tensor.Grad"/>: the engine does.
/// </remarks>
/// <param name="name">The name in messages.</param>
/// <param name="saves">What the rule reads.</param>
public abstract class Op(string name, Saves saves)
{
    /// <summary>The name in messages.</summary>
    public string Name { get; } = name;

    /// <summary>What is kept for the rule to read.</summary>
    public Saves Saves { get; } = saves;

    /// <summary>True when inputs broadcast: the engine then sums a gradient back to its input's shape.</summary>
    internal virtual bool Broadcasts => false;

    /// <summary>True when the rule provably keeps neither the upstream gradient nor what it returns.</summary>
    internal virtual bool Recycles => this is IRecyclable;

    /// <summary>The gradient of one input: the upstream gradient times this op's derivative (vector-Jacobian product).</summary>
    /// <param name="input">Which input, from 0.</param>
    /// <param name="saved">What the op saved.</param>
    /// <param name="g">The upstream gradient, in the shape of the output.</param>
    /// <returns>A tensor in the shape of the input; zeros where the derivative is zero.</returns>
    /// <exception cref="NotSupportedException">The op has no derivative.</exception>
    protected internal virtual Tensor Vjp(int input, Saved saved, Tensor g) =>
        throw new NotSupportedException($"{Name}: no derivative is implemented. Use Detach() on its result if it is meant as a constant.");

    /// <summary>The tangent of the output from those of the inputs (Jacobian-vector product), for forward mode.</summary>
    /// <remarks>
    /// Needed by nobody: where an op states none, the engine takes the rule itself for an op that works element by element, and
    /// the transpose of the rule (two pullbacks) for any other. An override is faster than two pullbacks.
    /// </remarks>
    /// <param name="saved">What the op saved.</param>
    /// <param name="t">The tangent of each input, in its shape; null for an input that does not move.</param>
    /// <returns>A tensor in the shape of the output; null for no rule.</returns>
    protected internal virtual Tensor? Jvp(Saved saved, ReadOnlySpan<Tensor?> t) => null;

    /// <summary>True when each element of the output depends on one element of each input: the Jacobian is diagonal.</summary>
    internal virtual bool IsPointwise => false;

    /// <summary>Applies this op to whole batches at once; null for an op without a batching rule.</summary>
    /// <returns>All outputs, along the first axis.</returns>
    internal virtual Tensor? Batched(BatchedInputs x) => null;

    /// <summary>Applies this op to inputs of any kind.</summary>
    internal Tensor Run(ReadOnlySpan<Tensor> x) => Indirection.Any(x) ? Indirection.Apply(this, x) : Compute(x);

    /// <summary>Computes and records the output of inputs that stand for nothing else.</summary>
    internal virtual Tensor Compute(ReadOnlySpan<Tensor> x) => throw new NotSupportedException($"{Name}: does not run inside Vmap or with a module's other weights: derive it from UnaryOp, BinaryOp, NaryOp or MultiOutputOp.");

    /// <summary>Records the result of one input, if anything is to be differentiated.</summary>
    private protected Tensor Record(Tensor x, Tensor y)
    {
        if (x.Node is not null && GradMode.Enabled && y.DType.IsFloating) y.Recorded(OpNode.Of(this, x, y));
        if (OpObserver.Any) OpObserver.Show(this, [x], y);
        return y;
    }

    /// <summary>Records the result of two inputs, if anything is to be differentiated.</summary>
    private protected Tensor Record(Tensor x0, Tensor x1, Tensor y)
    {
        if ((x0.Node is not null || x1.Node is not null) && GradMode.Enabled && y.DType.IsFloating) y.Recorded(OpNode.Of(this, x0, x1, y));
        if (OpObserver.Any) OpObserver.Show(this, [x0, x1], y);
        return y;
    }

    /// <summary>True when a result of these inputs is to be recorded.</summary>
    private protected static bool Records(ReadOnlySpan<Tensor> x)
    {
        if (!GradMode.Enabled) return false;
        foreach (var t in x)
            if (t.Node is not null) return true;
        return false;
    }
}

/// <summary>Marks a library op whose rule keeps neither the upstream gradient nor what it returns: the engine may recycle both.</summary>
internal interface IRecyclable;

/// <summary>Marks a library op that treats each element by itself: a large one may be computed in chunks, on several threads, and a gradient over the upstream one.</summary>
internal interface IPointwise;

/// <summary>Marks an op that is linear in all of its inputs together: its tangent is the op applied to their tangents.</summary>
internal interface ILinear;
