namespace AutoGrad.Training;

/// <summary>The loss or the gradients became NaN or infinite. The weights are those before the step.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(string what, double value, int epoch, long step, string? checkpoint, long checkpointStep)
        : base($"The {what} became {value} in step {step} (epoch {epoch}); the weights are those before it. " +
               (checkpoint is null ? "No checkpoint was saved yet." : $"The last good checkpoint is '{checkpoint}', of step {checkpointStep}.") +
               " Lower the rate, warm it up, clip the gradients (ClipNorm), or find the op with Anomaly.Detect().")
    {
        (Value, Epoch, Step, Checkpoint, CheckpointStep) = (value, epoch, step, checkpoint, checkpoint is null ? null : checkpointStep);
    }

    /// <summary>What it became.</summary>
    public double Value { get; }

    /// <summary>The epoch under way, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step that was not made, from 1.</summary>
    public long Step { get; }

    /// <summary>The name of the last good checkpoint; null if there is none.</summary>
    public string? Checkpoint { get; }

    /// <summary>The step of the last good checkpoint; null if there is none.</summary>
    public long? CheckpointStep { get; }
}
