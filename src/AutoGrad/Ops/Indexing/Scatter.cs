using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>This tensor with elements put where an index says: for axis 1 of three, y[i, index[i, j, k], k] = source[i, j, k].</summary>
    /// <remarks>Of several elements that go to one place the last in row-major order stays, and only it gets a gradient.</remarks>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="index">Int64 or Int32, with as many axes as this tensor and no larger extent except on the axis; negative indices count from the end.</param>
    /// <param name="source">What to put; at least as large as the index on every axis, the rest is ignored.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
    /// <exception cref="ShapeMismatchException">The shape of the index or of the source does not fit.</exception>
    /// <exception cref="ArgumentException">The index does not hold integers, or the element types differ.</exception>
    public Tensor Scatter(int axis, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Guard.SameDType("Scatter", this, source);
        if (Rank == 0) return Unsqueeze(0).Scatter(axis, RankOne("Scatter", index), source.Flatten()).Reshape([]);
        var at = CheckElementIndex("Scatter", axis, index);
        return FlatPutOp.Apply("Scatter", this, ElementPositions.OfElements("Scatter", index, Shape, at), LeadingPart("Scatter", source, index));
    }

    /// <summary>This tensor with a number put where an index says.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="index">Int64 or Int32, with as many axes as this tensor and no larger extent except on the axis; negative indices count from the end.</param>
    /// <param name="value">The number; adapts to the element type.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
    /// <exception cref="ShapeMismatchException">The shape of the index does not fit.</exception>
    /// <exception cref="ArgumentException">The index does not hold integers, or the tensor does and the number is none.</exception>
    public Tensor Scatter(int axis, Tensor index, double value)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (DType != DType.Bool) ScalarOperand.Check("Scatter", this, value);
        return Scatter(axis, index, Full(index.Shape, value, DType));
    }
}
