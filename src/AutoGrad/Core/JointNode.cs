namespace AutoGrad;

/// <summary>A recorded step whose rule gives the gradients of all its inputs at once: a user's function, a checkpoint.</summary>
internal abstract class JointNode(string name, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) : MultiOutputNode(new JointOp(name), x, y)
{
    /// <summary>The gradient of each input, from the upstream gradient of each output; null for an output nobody used.</summary>
    /// <remarks>Runs code of the user: nothing it sees or makes is recycled.</remarks>
    /// <returns>One gradient an input; null is only right for an input that requires none.</returns>
    public abstract Tensor?[] PullAll(Tensor?[] g);
}

/// <summary>The name of a step whose rule is in its node.</summary>
internal sealed class JointOp(string name) : Op(name, Saves.None);
