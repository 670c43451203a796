namespace AutoGrad;

public partial class Tensor
{
    /// <summary>This tensor with a number in the places where a mask is true.</summary>
    /// <remarks>The gradient is 0 in those places.</remarks>
    /// <param name="mask">Truth values; their shape broadcasts to this one.</param>
    /// <param name="value">The number; adapts to the element type.</param>
    /// <exception cref="ShapeMismatchException">The mask does not broadcast to this shape.</exception>
    /// <exception cref="ArgumentException">The mask is not Bool; this tensor holds integers and the number is none; or it holds truth values.</exception>
    public Tensor MaskedFill(Tensor mask, double value)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Guard.Mask("MaskedFill", mask);
        if (!mask.Shape.BroadcastsTo(Shape)) throw new ShapeMismatchException("MaskedFill", Shape, mask.Shape, "the mask is repeated to the tensor's shape, never the other way round");
        return Where(mask, value, this);
    }
}
