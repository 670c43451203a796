namespace AutoGrad.Training;

/// <summary>The loss, the gradients or the weights became NaN or infinite. A step with such a loss is not made, and such weights replace no checkpoint.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal const string Weights = "weights";

    internal TrainingDivergedException(string what, double value, int epoch, long step, string? checkpoint, long checkpointStep)
        : base($"The {what} became {value} in step {step} (epoch {epoch})" + (what == Weights ? ", since a gradient was not finite; nothing was saved. " : "; the step was not made. ") +
               (checkpoint is null ? "No checkpoint was saved yet." : $"The last good checkpoint is '{checkpoint}', of step {checkpointStep}.") +
               $" Lower the rate, warm it up, clip the gradients (ClipNorm), or find the op with Anomaly.Detect().{MistakePage.Mention(MistakePage.LossIsNaN)}")
    {
        (Value, Epoch, Step, Checkpoint, CheckpointStep) = (value, epoch, step, checkpoint, checkpoint is null ? null : checkpointStep);
        HelpLink = MistakePage.PathOf(MistakePage.LossIsNaN);
    }

    /// <summary>What it became.</summary>
    public double Value { get; }

    /// <summary>The epoch under way, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step under way, from 1.</summary>
    public long Step { get; }

    /// <summary>The name of the last good checkpoint; null if there is none.</summary>
    public string? Checkpoint { get; }

    /// <summary>The step of the last good checkpoint; null if there is none.</summary>
    public long? CheckpointStep { get; }
}
