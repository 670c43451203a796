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
