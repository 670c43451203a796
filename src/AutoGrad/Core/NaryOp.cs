namespace AutoGrad;

/// <summary>An operation of any number of inputs and one output.</summary>
/// <param name="name">The name in messages.</param>
/// <param name="saves">What the rule reads.</param>
public abstract class NaryOp(string name, Saves saves) : Op(name, saves)
{
    /// <summary>Computes the output. Nothing is recorded inside.</summary>
    /// <param name="x">The inputs.</param>
    /// <returns>A new tensor.</returns>
    protected abstract Tensor Forward(ReadOnlySpan<Tensor> x);

    /// <summary>Computes the output and records it.</summary>
    /// <param name="x">The inputs.</param>
    public Tensor Apply(params ReadOnlySpan<Tensor> x) => Run(x);

    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> x)
    {
        Tensor y;
        using (OpObserver.Paused())
        using (GradMode.NoGrad())
            y = Forward(x);
        foreach (var t in x)
            if (ReferenceEquals(t, y)) y = y.Detach();      // an op's result is a tensor of its own
        if (y.DType.IsFloating && Records(x)) y.Recorded(OpNode.Of(this, x, y));
        if (OpObserver.Any) OpObserver.Show(this, x, y);
        return y;
    }
}
