namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The smallest and the largest element over some axes, or over all of them.</summary>
    /// <remarks>Elements that tie share the gradient evenly. NaN if any element is NaN.</remarks>
    /// <param name="axes">The axes to reduce, each from 0 or from the end when negative; none for all.</param>
    /// <param name="keepDims">Keep the reduced axes, with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is given twice, or the elements are truth values, or there are none.</exception>
    public (Tensor Min, Tensor Max) Aminmax(ReadOnlySpan<int> axes, bool keepDims = false) => (Min(axes, keepDims), Max(axes, keepDims));
}
