namespace AutoGrad.Optim;

/// <summary>What an improvement is measured by.</summary>
public enum ThresholdMode
{
    /// <summary>By its share of the best so far.</summary>
    Relative,

    /// <summary>By its size.</summary>
    Absolute,
}
