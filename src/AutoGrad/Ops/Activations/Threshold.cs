namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Each element above a threshold, and one value in place of the others.</summary>
    /// <remarks>The derivative is 1 above the threshold, 0 at it and below.</remarks>
    /// <param name="threshold">What an element must be above to stay.</param>
    /// <param name="value">What replaces the others.</param>
    /// <exception cref="ArgumentException">The elements are truth values, or they are integers and a number is not.</exception>
    public Tensor Threshold(double threshold, double value) => Where(this <= threshold, value, this);

    /// <summary>Each element, raised to 0 and lowered to 6.</summary>
    /// <remarks>The derivative is 1 strictly between 0 and 6, and 0 elsewhere.</remarks>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Relu6() => Hardtanh(0, 6);
}
