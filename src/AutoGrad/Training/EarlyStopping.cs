namespace AutoGrad.Training;

/// <summary>Ends the training when the measure that a <see cref="Trainer"/> watches has not improved for some epochs.</summary>
/// <param name="Patience">Epochs without improvement that are borne.</param>
/// <param name="MinDelta">How much better counts.</param>
public sealed record EarlyStopping(int Patience = 5, double MinDelta = 0);
