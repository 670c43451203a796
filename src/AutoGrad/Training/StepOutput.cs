namespace AutoGrad.Training;

/// <summary>What a model made of a batch.</summary>
/// <param name="Loss">The loss, one element; the mean over the rows.</param>
/// <param name="Output">What metrics compare; null for no metrics.</param>
/// <param name="Target">What they compare it with.</param>
public readonly record struct StepOutput(Tensor Loss, Tensor? Output = null, Tensor? Target = null);
