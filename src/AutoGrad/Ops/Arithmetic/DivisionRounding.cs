namespace AutoGrad;

/// <summary>How <see cref="Tensor.Divide(Tensor, DivisionRounding)"/> makes a quotient whole.</summary>
public enum DivisionRounding
{
    /// <summary>Down, to the next whole number that is not above: Python's //.</summary>
    Floor,

    /// <summary>Towards zero: C#'s division of integers.</summary>
    Truncate,
}
