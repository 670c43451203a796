namespace AutoGrad.Training;

/// <summary>How a training went.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Steps">Steps of the optimizer, those of resumed runs included.</param>
/// <param name="Best">The best value of what was watched; NaN without any.</param>
/// <param name="Epochs">The epochs that this call finished.</param>
public sealed record TrainingResult(TrainingEnd End, long Steps, double Best, IReadOnlyList<EpochResult> Epochs);
