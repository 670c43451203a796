namespace AutoGrad;

public static partial class Autodiff
{
    /// <summary>Runs a function without keeping what its ops save; the backward pass runs it again.</summary>
    /// <remarks>
    /// <para>Of n layers in √n such pieces, about √n are kept at a time. The gradients have the same bits as without: random
    /// numbers are drawn again as they were, and other generators and threads notice nothing. Pieces may contain pieces.</para>
    /// <para>The function may use parameters and other tensors besides its inputs; they get their gradients. It must compute
    /// the same when it is run again: state that it changes itself (running statistics, counters) changes twice.</para>
    /// <para>T. Chen et al., "Training deep nets with sublinear memory cost", 2016.</para>
    /// <code>
    /// var h = Autodiff.Checkpoint(block.Call, x);
    /// </code>
    /// </remarks>
    /// <param name="function">What to run.</param>
    /// <param name="x">Its input.</param>
    /// <returns>What the function returns.</returns>
    /// <exception cref="InvalidOperationException">In the backward pass: the function answered otherwise than the first time.</exception>
    public static Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(function);
        return CheckpointMany(t => [function(t[0])], x)[0];
    }

    /// <summary>Runs a function of several inputs and outputs without keeping what its ops save; the backward pass runs it again.</summary>
    /// <param name="function">What to run.</param>
    /// <param name="x">Its inputs.</param>
    /// <returns>What the function returns.</returns>
    /// <inheritdoc cref="Checkpoint(Func{Tensor, Tensor}, Tensor)" path="/remarks"/>
    /// <inheritdoc cref="Checkpoint(Func{Tensor, Tensor}, Tensor)" path="/exception"/>
    public static Tensor[] CheckpointMany(Func<Tensor[], Tensor[]> function, params ReadOnlySpan<Tensor> x)
    {
        ArgumentNullException.ThrowIfNull(function);
        var inputs = x.ToArray();
        foreach (var t in inputs) ArgumentNullException.ThrowIfNull(t, nameof(x));
        BatchLevel.NeedSamples();       // a piece runs again outside of the level
        return GradMode.Enabled ? CheckpointNode.Run(function, inputs) : function(inputs);
    }
}
