namespace AutoGrad;

/// <summary>How <see cref="Tensor.Gelu"/> computes the normal distribution function.</summary>
public enum GeluApproximation
{
    /// <summary>Exactly, by the error function.</summary>
    None,

    /// <summary>By ½ (1 + tanh(√(2/π) (x + 0.044715 x³))), as the first GPT models do.</summary>
    Tanh,
}
