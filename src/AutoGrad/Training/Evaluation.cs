namespace AutoGrad.Training;

/// <summary>How a model did on held-out data.</summary>
/// <param name="Loss">The mean loss of a row.</param>
/// <param name="Metrics">The value of each metric by its name.</param>
public sealed record Evaluation(double Loss, IReadOnlyDictionary<string, double> Metrics);
