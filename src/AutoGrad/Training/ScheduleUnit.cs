namespace AutoGrad.Training;

/// <summary>When a <see cref="Trainer"/> steps its schedule.</summary>
public enum ScheduleUnit
{
    /// <summary>After each step of the optimizer.</summary>
    Step,

    /// <summary>After each epoch.</summary>
    Epoch,
}
