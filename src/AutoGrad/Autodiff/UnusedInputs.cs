namespace AutoGrad;

/// <summary>What <c>Autodiff.Gradient</c> answers for an input that the outputs do not depend on.</summary>
public enum UnusedInputs
{
    /// <summary>An <see cref="InvalidOperationException"/> that says which input.</summary>
    Throw,

    /// <summary>A null in the place of its gradient.</summary>
    Null,

    /// <summary>Zeros in the input's shape.</summary>
    Zeros,
}
