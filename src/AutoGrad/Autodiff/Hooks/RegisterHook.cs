namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Lets code see the gradient of this tensor whenever a backward pass has it complete, and replace it.</summary>
    /// <remarks>
    /// <para>On a result it runs before the gradient goes on to what the result was computed from; on a leaf before the
    /// gradient is added to <see cref="Grad"/>. Several hooks run in the order they were added. <c>Autodiff.Gradient</c> runs
    /// them too, and answers what they made of the gradient. A pass that a hook itself starts does not call it again. Code of a pass with <c>createGraph</c> is recorded.</para>
    /// <para>An exception in a hook ends the pass and reaches the caller as it is; no leaf has changed then. Hooks belong to
    /// the tensor's place in the graph: switching <see cref="RequiresGrad"/> off and on again begins without any.</para>
    /// <code>
    /// using var handle = hidden.RegisterHook(g => g.Clamp(-1, 1));
    /// </code>
    /// </remarks>
    /// <param name="hook">Gets the gradient, in the shape of this tensor; answers another of that shape and element type, or null to leave it.</param>
    /// <returns>Removes the hook when disposed.</returns>
    /// <exception cref="InvalidOperationException">The tensor requires no gradient.</exception>
    public IDisposable RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return GradientHooks.Of(Hookable("RegisterHook")).Add(hook);
    }

    /// <summary>Lets code run each time <c>Backward()</c> has added to the <see cref="Grad"/> of this leaf.</summary>
    /// <remarks>It runs after all leaves of the pass have their gradients: a place to step an optimizer and drop the gradient, or to send it away.</remarks>
    /// <param name="hook">Gets this tensor.</param>
    /// <returns>Removes the hook when disposed.</returns>
    /// <exception cref="InvalidOperationException">The tensor is no leaf that requires a gradient.</exception>
    public IDisposable RegisterPostAccumulateGradHook(Action<Tensor> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (!IsLeaf) throw new InvalidOperationException("RegisterPostAccumulateGradHook: only a leaf accumulates a gradient: use RegisterHook on the result of an op.");
        return GradientHooks.Of(Hookable("RegisterPostAccumulateGradHook")).AddAccumulated(() => hook(this));
    }

    /// <summary>Makes <c>Backward()</c> leave the gradient of this result in <see cref="Grad"/> too; a leaf's is kept anyway.</summary>
    /// <exception cref="InvalidOperationException">The tensor requires no gradient.</exception>
    public void RetainGrad()
    {
        var node = Hookable("RetainGrad");
        if (node is not LeafNode) GradientHooks.Of(node).Retains = true;
    }

    private Node Hookable(string what) =>
        _node ?? throw new InvalidOperationException($"{what}: the tensor {Shape} requires no gradient, so none will come: call WithGrad() on it, or compute it from a tensor that requires one.");
}
