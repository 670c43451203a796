namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Computes the gradient of this tensor with respect to every leaf it depends on, and adds it to their <see cref="Grad"/>.</summary>
    /// <remarks>
    /// Reverse-mode differentiation: the recorded ops are visited newest first, and each hands its inputs the upstream
    /// gradient times its own derivative. Leaves change only when the whole pass has succeeded.
    /// </remarks>
    /// <param name="gradient">The upstream gradient, in the shape of this tensor; null for 1, which only a tensor of one element allows.</param>
    /// <param name="retainGraph">Keep what the ops saved, so that another pass can follow. Null, the default, means the same as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Record the pass itself, so that gradients can be differentiated again.</param>
    /// <exception cref="InvalidOperationException">The tensor depends on nothing that requires a gradient; it has several elements and no <paramref name="gradient"/> is given; its graph was released by an earlier pass; or a saved tensor was changed in place.</exception>
    /// <exception cref="ShapeMismatchException"><paramref name="gradient"/> has another shape.</exception>
    /// <exception cref="ArgumentException"><paramref name="gradient"/> has another element type.</exception>
    /// <exception cref="NotSupportedException">An op on the way has no derivative.</exception>
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false)
    {
        if (this is BatchedTensor batched) throw batched.Level.Break();        // leaves take the gradient of one sample after another
        var seed = Autodiff.Seed("Backward", this, gradient, createGraph);
        var pass = BackwardPass.Begin();
        try
        {
            pass.Run([this], [seed], [], createGraph, retainGraph ?? createGraph);
            using (GradMode.Set(createGraph)) Commit(pass);
        }
        finally
        {
            pass.End();
        }
    }

    private static void Commit(BackwardPass pass)
    {
        var leaves = pass.Leaves;
        for (var i = 0; i < leaves.Count; i++)
        {
            var (leaf, sum) = leaves[i];
            var own = Own(sum);
            lock (leaf) leaf.Grad = leaf.Grad is { } before ? before + own : own;
        }
        foreach (var (hooks, gradient) in pass.Retained)
        {
            var own = Own(gradient);
            lock (hooks) hooks.Retained = hooks.Retained is { } before ? before + own : own;
        }
        for (var i = 0; i < leaves.Count; i++)
            if (leaves[i].Leaf.IsHooked) GradientHooks.Find(leaves[i].Leaf)?.RunAccumulated();
    }

    /// <summary>A gradient to keep: never the caller's own tensor.</summary>
    private static Tensor Own(Tensor gradient)
    {
        gradient.IsScratch = false;
        return gradient.IsChangeable ? gradient.Clone() : gradient;
    }
}
