namespace AutoGrad;

/// <summary>An operation of several outputs, such as a split.</summary>
/// <param name="name">The name in messages.</param>
/// <param name="saves">What the rule reads; the outputs cannot be saved.</param>
public abstract class MultiOutputOp(string name, Saves saves) : Op(name, saves & ~Saves.Output)
{
    /// <summary>Computes the outputs. Nothing is recorded inside.</summary>
    /// <param name="x">The inputs.</param>
    /// <returns>New tensors.</returns>
    protected abstract Tensor[] Forward(ReadOnlySpan<Tensor> x);

    /// <summary>The gradient of one input.</summary>
    /// <param name="input">Which input, from 0.</param>
    /// <param name="saved">What the op saved.</param>
    /// <param name="g">The upstream gradient of each output; null for an output nobody used, which counts as zeros.</param>
    /// <returns>A tensor in the shape of the input.</returns>
    protected internal abstract Tensor Vjp(int input, Saved saved, ReadOnlySpan<Tensor?> g);

    /// <summary>Computes the outputs and records them.</summary>
    /// <param name="x">The inputs.</param>
    public Tensor[] Apply(params ReadOnlySpan<Tensor> x) => Indirection.Any(x) ? Indirection.Apply(this, x) : ComputeAll(x);

    /// <summary>Applies this op to whole batches at once; null for an op without a batching rule.</summary>
    internal virtual Tensor[]? BatchedAll(BatchedInputs x) => null;

    /// <summary>Computes and records the outputs of inputs that stand for nothing else.</summary>
    internal Tensor[] ComputeAll(ReadOnlySpan<Tensor> x)
    {
        Tensor[] y;
        using (OpObserver.Paused())
        using (GradMode.NoGrad())
            y = Forward(x);
        if (Records(x)) MultiOutputNode.Record(this, x, y);
        if (OpObserver.Any) ShowAll(x, y);
        return y;
    }

    private void ShowAll(ReadOnlySpan<Tensor> x, Tensor[] y)
    {
        foreach (var output in y) OpObserver.Show(this, x, output);
    }
}
