namespace AutoGrad;

public static partial class Autodiff
{
    /// <summary>The gradients of a loss for each sample of a batch, rather than their sum: for clipping by sample, influence, noise scales.</summary>
    /// <remarks>∂f(w, sₖ)/∂w for each sample k: <see cref="Vmap(Func{Tensor[], Tensor[]}, ReadOnlySpan{int?}, ReadOnlySpan{int})"/> of the gradient, in one run where every op on the way has a batching rule.</remarks>
    /// <param name="loss">Takes the parameters and one sample to one element. A sample has no batch axis.</param>
    /// <param name="parameters">What to differentiate by: Float32 or Float64.</param>
    /// <param name="batch">What differs between samples, of any element type: one index of axis 0 a sample.</param>
    /// <returns>One tensor a parameter: [samples, its shape].</returns>
    /// <exception cref="ArgumentException">A parameter or the loss is not floating, or the batch is empty.</exception>
    /// <exception cref="ShapeMismatchException">The tensors of the batch have different numbers of samples.</exception>
    /// <exception cref="InvalidOperationException">The loss returned several elements.</exception>
    public static Tensor[] PerSampleGradients(Func<Tensor[], Tensor[], Tensor> loss, Tensor[] parameters, Tensor[] batch)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(batch);
        return Vmap(sample => Gradient(w => loss(w, sample), parameters))(batch);
    }
}
