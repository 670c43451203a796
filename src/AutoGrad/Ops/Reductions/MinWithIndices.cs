namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The smallest elements along an axis, and where they are.</summary>
    /// <remarks>PyTorch's <c>min(dim)</c>: of several the first is chosen and gets all of the gradient; NaN counts as the smallest.</remarks>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="keepDims">Keep the axis, with extent 1.</param>
    /// <returns>The elements, and their Int64 indices along the axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The axis is empty, or the elements are truth values.</exception>
    public (Tensor Values, Tensor Indices) MinWithIndices(int axis, bool keepDims = false)
    {
        var at = Ops.ArgExtreme.Along("MinWithIndices", this, axis, keepDims: true, largest: false);
        var values = Gather(axis, at);
        if (keepDims) return (values, at);
        var shape = Ops.ReducedShape.Of("MinWithIndices", Shape, [axis]).Dropped;
        return (values.Reshape(shape), at.Reshape(shape));
    }
}
