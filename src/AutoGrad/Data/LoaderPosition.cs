namespace AutoGrad.Data;

/// <summary>Where a loader stands: enough to go on with the very next batch.</summary>
/// <param name="Epoch">The number of the epoch, from 0.</param>
/// <param name="Batch">How many of its batches have been handed out.</param>
public readonly record struct LoaderPosition(long Epoch, int Batch);
