using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>This tensor with rows put where an index says: y[.., index[k], ..] = source[.., k, ..].</summary>
    /// <remarks>Of several rows for one place the last stays, and only it gets a gradient.</remarks>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="index">Int64 or Int32 with one axis, or a scalar; negative indices count from the end.</param>
    /// <param name="source">The rows: the shape of this tensor, but with one row on the axis for each element of the index.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
    /// <exception cref="ShapeMismatchException">The source has another shape.</exception>
    /// <exception cref="ArgumentException">The index does not hold integers or has several axes; the element types differ.</exception>
    public Tensor IndexCopy(int axis, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var at = Guard.Axis("IndexCopy", axis, Shape);
        CheckRowIndex("IndexCopy", index);
        Guard.SameDType("IndexCopy", this, source);
        var expected = Shape.With(at, index.Size);
        if (!source.Shape.SameAs(expected)) throw new ShapeMismatchException("IndexCopy", source.Shape, expected, $"the source must have one row on axis {axis} for each index, and the other extents of {Shape}");
        return FlatPutOp.Apply("IndexCopy", this, ElementPositions.OfRows("IndexCopy", index, Shape, at), source);
    }

    /// <summary>This tensor with one value in the rows that an index names.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="index">Int64 or Int32 with one axis, or a scalar; negative indices count from the end.</param>
    /// <param name="value">The value: a tensor without axes, which gets the sum of the gradients.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
    /// <exception cref="ShapeMismatchException">The value has axes.</exception>
    /// <exception cref="ArgumentException">The index does not hold integers or has several axes; the element types differ.</exception>
    public Tensor IndexFill(int axis, Tensor index, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var at = Guard.Axis("IndexFill", axis, Shape);
        CheckRowIndex("IndexFill", index);
        if (value.Rank != 0) throw new ShapeMismatchException("IndexFill", Shape, value.Shape, "the value must be a tensor without axes");
        var extents = new int[Rank - at];
        Array.Fill(extents, 1);
        extents[0] = Shape[at];
        var chosen = Zeros(Shape.Owning(extents), DType.Bool);
        var mask = chosen.Span<bool>();
        foreach (var row in IndexPositions.Of("IndexFill", index, Shape, at)) mask[row] = true;
        return Where(chosen, value, this);
    }

    /// <summary>This tensor with a number in the rows that an index names.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <param name="index">Int64 or Int32 with one axis, or a scalar; negative indices count from the end.</param>
    /// <param name="value">The number; adapts to the element type.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
    /// <exception cref="ArgumentException">The index does not hold integers or has several axes; or the tensor holds integers and the number is none.</exception>
    public Tensor IndexFill(int axis, Tensor index, double value) => IndexFill(axis, index, DType == DType.Bool ? Full([], value, DType) : ScalarOperand.Beside("IndexFill", this, value));
}
