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

    /// <summary>Their sum divided by the extent of the first axis, a scalar: what a divergence of distributions in rows means (PyTorch's <c>batchmean</c>).</summary>
    BatchMean,
}
