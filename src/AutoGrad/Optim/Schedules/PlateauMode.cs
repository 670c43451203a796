namespace AutoGrad.Optim;

/// <summary>Which way a measure improves.</summary>
public enum PlateauMode
{
    /// <summary>Less is better: a loss.</summary>
    Min,

    /// <summary>More is better: an accuracy.</summary>
    Max,
}
