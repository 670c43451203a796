namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The elements that a mask selects, in row-major order, as one axis.</summary>
    /// <remarks>The gradient goes back to the selected elements, zeros to the others.</remarks>
    /// <param name="mask">Bool; it broadcasts with this tensor.</param>
    /// <returns>A tensor with one axis, as long as the mask has true elements.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The mask is not Bool.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Guard.Mask("MaskedSelect", mask);
        var shape = Shape.Broadcast("MaskedSelect", Shape, mask.Shape);
        ReadOnlySpan<bool> truths = mask.Expand(shape).Span<bool>();
        var positions = new int[Kernels.Nonzero.Count(truths)];
        Kernels.Nonzero.Positions(truths, positions);
        return Expand(shape).Flatten().IndexSelect(0, Owning(positions, [positions.Length]));
    }

    /// <summary>The indices of the elements that are not zero (true, NaN too), in row-major order.</summary>
    /// <returns>Int64 of shape [n, rank]: one row an element, one column an axis. It carries no gradient.</returns>
    public Tensor Nonzero()
    {
        ReadOnlySpan<bool> truths = To(DType.Bool).Span<bool>();
        var y = New([Kernels.Nonzero.Count(truths), Rank], DType.Int64);
        Kernels.Nonzero.Indices(Shape.Extents, truths, y.Span<long>());
        return y;
    }
}
