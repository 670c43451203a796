using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>This tensor with the first elements of a source, in row-major order, in the places where a mask is true.</summary>
    /// <param name="mask">Truth values; they broadcast with this tensor.</param>
    /// <param name="source">At least as many elements as the mask has true ones; the rest is ignored.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast, or the source is too short.</exception>
    /// <exception cref="ArgumentException">The mask is not Bool, or the element types differ.</exception>
    public Tensor MaskedScatter(Tensor mask, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(source);
        Guard.Mask("MaskedScatter", mask);
        Guard.SameDType("MaskedScatter", this, source);
        var shape = Shape.Broadcast("MaskedScatter", Shape, mask.Shape);
        ReadOnlySpan<bool> truths = mask.Expand(shape).Span<bool>();
        var positions = new int[Kernels.Nonzero.Count(truths)];
        Kernels.Nonzero.Positions(truths, positions);
        if (source.Size < positions.Length)
            throw new ShapeMismatchException("MaskedScatter", shape, source.Shape, $"the mask has {positions.Length} true elements, the source holds {source.Size}");
        return FlatPutOp.Apply("MaskedScatter", Expand(shape), positions, source.Flatten().Narrow(0, 0, positions.Length));
    }
}
