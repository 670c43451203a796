namespace AutoGrad.Nn;

/// <summary>What a loss makes of the losses of single elements.</summary>
public enum Reduction
{
    /// <summary>Their mean, a scalar.</summary>
    Mean,

    /// <summary>Their sum, a scalar.</summary>
    Sum,

    /// <summary>Themselves, one an element.</summary>
    None,
}
