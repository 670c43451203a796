namespace AutoGrad;

public partial class Tensor
{
    /// <summary>x·Wᵀ + b on the last axis: each output is a weighted sum of all inputs.</summary>
    /// <param name="weight">The weights W, [outputs, inputs]; or [inputs], for a single output without an axis of its own.</param>
    /// <param name="bias">The summands b, [outputs]; null for none.</param>
    /// <returns>A tensor [..., outputs].</returns>
    /// <exception cref="ShapeMismatchException">The last extent of this tensor is not the number of inputs, or weight or bias have another shape.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Linear(Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank is not (1 or 2) || Rank == 0 || Shape[^1] != weight.Shape[^1])
            throw new ShapeMismatchException("Linear", Shape, weight.Shape, "the weight must be [outputs, inputs], and the last extent of the input the number of inputs");
        if (bias is not null && !bias.Shape.Extents.SequenceEqual(weight.Shape.Extents[..^1]))
            throw new ShapeMismatchException("Linear", bias.Shape, weight.Shape, "the bias must have one number for each of the weight's outputs");
        var y = MatMul(weight, transposeB: weight.Rank == 2);
        return bias is null ? y : y + bias;
    }
}
