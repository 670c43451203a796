namespace AutoGrad.Nn;

/// <summary>What follows a layer, for the scale of its first weights.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing: gain 1.</summary>
    Linear,

    /// <summary>1/(1 + e⁻ˣ): gain 1.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent: gain 5/3.</summary>
    Tanh,

    /// <summary>max(x, 0): gain √2.</summary>
    Relu,

    /// <summary>x, or a multiple a of x where negative: gain √(2/(1 + a²)).</summary>
    LeakyRelu,

    /// <summary>The self-normalizing unit: gain 3/4.</summary>
    Selu,
}
