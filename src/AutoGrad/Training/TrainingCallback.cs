namespace AutoGrad.Training;

/// <summary>Code of yours that runs during a training. Override what you need; <see cref="Trainer.Stop"/> ends the training.</summary>
public abstract class TrainingCallback
{
    /// <summary>Before the first batch of an epoch.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="epoch">The number of the epoch, from 1.</param>
    public virtual void OnEpochStart(Trainer trainer, int epoch) { }

    /// <summary>After the backward pass and clipping, before the optimizer's step: gradients can be looked at.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="loss">The loss of the batch.</param>
    public virtual void OnGradients(Trainer trainer, double loss) { }

    /// <summary>After the optimizer's step.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="progress">Where the training stands.</param>
    public virtual void OnStep(Trainer trainer, in TrainingProgress progress) { }

    /// <summary>After an epoch and its evaluation.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="result">How it went.</param>
    public virtual void OnEpochEnd(Trainer trainer, EpochResult result) { }
}
