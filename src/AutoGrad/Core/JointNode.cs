namespace AutoGrad;

/// <summary>A recorded step whose rule gives the gradients of all its inputs at once: a user's function, a checkpoint.</summary>
internal abstract class JointNode(string name, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) : MultiOutputNode(new JointOp(name), x, y)
{
    /// <summary>The rule continues sums that it is given, instead of making new ones: then a sum has the bits it has without this step.</summary>
    public virtual bool Continues => false;

    /// <summary>The gradient of each input, from the upstream gradient of each output; null for an output nobody used.</summary>
    /// <remarks>Runs code of the user: nothing it sees or makes is recycled.</remarks>
    /// <param name="g">The upstream gradients.</param>
    /// <param name="sums">What has reached each input before; null for nothing, or where another input has the same place.</param>
    /// <returns>One gradient an input; null is only right for an input that requires none. One that <see cref="Continues"/> answers the sums.</returns>
    public abstract Tensor?[] PullAll(Tensor?[] g, Tensor?[] sums);
}

/// <summary>The name of a step whose rule is in its node.</summary>
internal sealed class JointOp(string name) : Op(name, Saves.None);
