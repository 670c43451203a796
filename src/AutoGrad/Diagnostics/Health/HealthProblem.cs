namespace AutoGrad.Diagnostics;

/// <summary>What can be ill about a layer.</summary>
public enum HealthProblem
{
    /// <summary>No gradient reaches its parameters at all.</summary>
    NoGradient,

    /// <summary>A gradient is NaN or infinite.</summary>
    NonFinite,

    /// <summary>Its gradient is far smaller than that of the last layer.</summary>
    Vanishing,

    /// <summary>Its gradient is far larger than that of the last layer, or than its weights.</summary>
    Exploding,

    /// <summary>Many of its ReLU units gave zero for every sample.</summary>
    DeadUnits,

    /// <summary>Most of its outputs lie where tanh or the logistic function is flat.</summary>
    Saturated,

    /// <summary>A step hardly changes its weights.</summary>
    UpdateTooSmall,

    /// <summary>A step changes its weights by a large share of their size.</summary>
    UpdateTooLarge,
}
