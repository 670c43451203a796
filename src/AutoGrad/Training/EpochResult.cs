namespace AutoGrad.Training;

/// <summary>How an epoch went.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">The mean loss of its steps.</param>
/// <param name="Evaluation">How the model did on held-out data after it; null without any.</param>
public sealed record EpochResult(int Epoch, double Loss, Evaluation? Evaluation);
