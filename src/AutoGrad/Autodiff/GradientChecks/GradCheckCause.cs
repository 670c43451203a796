namespace AutoGrad;

/// <summary>What <see cref="GradCheck"/> takes for the cause of a wrong gradient, from the numbers it has seen.</summary>
public enum GradCheckCause
{
    /// <summary>The numbers differ without a simple pattern: a term is missing, extra or wrong.</summary>
    WrongValue,

    /// <summary>The gradient is the negative of what it should be.</summary>
    WrongSign,

    /// <summary>The gradient is off by one factor everywhere.</summary>
    ConstantFactor,

    /// <summary>The gradient is off by an extent of the shapes: summed too often over a broadcast axis, or not at all.</summary>
    BroadcastCount,

    /// <summary>The gradient is zero where the function changes: a term is missing, or the graph is cut by Detach or NoGrad.</summary>
    ZeroGradient,

    /// <summary>The right numbers are in the wrong places: a transposed or permuted gradient, or a wrong axis.</summary>
    Permuted,

    /// <summary>The gradient or the function is not a finite number.</summary>
    NotFinite,

    /// <summary>A rule returned null, a wrong shape or a wrong element type, or failed.</summary>
    InvalidRule,

    /// <summary>An op on the way has no derivative.</summary>
    MissingDerivative,

    /// <summary>The function or its gradient changes when it is computed again.</summary>
    NotDeterministic,

    /// <summary>The function has a kink or a jump at the sample or near it, where there is no gradient to compare with.</summary>
    Kink,

    /// <summary>The gradient differs when it is recorded for another derivative: a fused gradient kernel does not equal its rule.</summary>
    FusedDiffers,

    /// <summary>The outputs depend on none of the inputs: the function does not read them from its argument.</summary>
    InputsUnused,
}
