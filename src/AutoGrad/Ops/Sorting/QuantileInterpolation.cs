namespace AutoGrad;

/// <summary>What a quantile is when it falls between two elements.</summary>
public enum QuantileInterpolation
{
    /// <summary>On the straight line between them.</summary>
    Linear,

    /// <summary>The lower one.</summary>
    Lower,

    /// <summary>The higher one.</summary>
    Higher,

    /// <summary>Their mean.</summary>
    Midpoint,

    /// <summary>The nearer one; half way between, the one at the even place.</summary>
    Nearest,
}
