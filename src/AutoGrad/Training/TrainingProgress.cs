namespace AutoGrad.Training;

/// <summary>Where a training stands, after a step or an epoch.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">All epochs.</param>
/// <param name="Batch">Batches seen in this epoch.</param>
/// <param name="Batches">Batches of an epoch; null where that is not known.</param>
/// <param name="Step">Steps of the optimizer so far.</param>
/// <param name="Loss">The loss of the step; of a finished epoch, the mean of its steps.</param>
/// <param name="LearningRate">The rate of the step, in the first group.</param>
/// <param name="GradientNorm">The norm of all gradients before clipping; null where nobody asked for it.</param>
/// <param name="StepsPerSecond">Steps a second since this epoch began.</param>
/// <param name="Finished">The epoch, if it is finished; null after a step.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Batch, int? Batches, long Step, double Loss, double LearningRate, double? GradientNorm, double StepsPerSecond, EpochResult? Finished);
