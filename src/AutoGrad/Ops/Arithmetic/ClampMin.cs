namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Each element, raised to a lower bound and lowered to an upper one, with broadcasting of all three; NaN in any gives NaN.</summary>
    /// <remarks>
    /// The gradient goes to the element within the bounds and on them, and to the bound that was taken otherwise. Where the
    /// bounds cross, the upper one is taken.
    /// </remarks>
    /// <param name="min">The lower bounds.</param>
    /// <param name="max">The upper bounds.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ or are truth values.</exception>
    public Tensor Clamp(Tensor min, Tensor max) => ClampMin(min).ClampMax(max);

    /// <summary>Each element, raised to a lower bound, with broadcasting; NaN in either gives NaN.</summary>
    /// <remarks>The gradient goes to the one taken, on a tie to the element.</remarks>
    /// <param name="min">The lower bounds.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ or are truth values.</exception>
    public Tensor ClampMin(Tensor min) => Where((this < min) | min.IsNaN(), min, this);

    /// <summary>Each element, lowered to an upper bound, with broadcasting; NaN in either gives NaN.</summary>
    /// <remarks>The gradient goes to the one taken, on a tie to the element.</remarks>
    /// <param name="max">The upper bounds.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The element types differ or are truth values.</exception>
    public Tensor ClampMax(Tensor max) => Where((this > max) | max.IsNaN(), max, this);
}
