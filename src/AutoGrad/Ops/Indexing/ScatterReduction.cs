namespace AutoGrad;

/// <summary>What <see cref="Tensor.ScatterReduce"/> makes of the elements that go to one place.</summary>
public enum ScatterReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product.</summary>
    Prod,

    /// <summary>Their mean; of integers, rounded down.</summary>
    Mean,

    /// <summary>The largest; those that tie share the gradient evenly. PyTorch's "amax".</summary>
    Max,

    /// <summary>The smallest; those that tie share the gradient evenly. PyTorch's "amin".</summary>
    Min,
}
