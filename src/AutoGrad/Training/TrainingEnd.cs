namespace AutoGrad.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>The measure has not improved for too long.</summary>
    StoppedEarly,

    /// <summary>A callback asked for it.</summary>
    Stopped,

    /// <summary>The token was cancelled; the step under way was finished.</summary>
    Cancelled,
}
