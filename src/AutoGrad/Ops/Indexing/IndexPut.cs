using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>This tensor with other elements where brackets select: <c>y = x.IndexPut([1.., mask], values)</c> is x after x[1.., mask] = values.</summary>
    /// <remarks>
    /// This tensor itself does not change. With <paramref name="accumulate"/> the values are added, in row-major order; without, of several values
    /// for one place the last stays, and only it gets a gradient.
    /// </remarks>
    /// <param name="indices">What the brackets hold: numbers, ranges, masks, index tensors.</param>
    /// <param name="values">What to put; broadcasts to what the brackets select.</param>
    /// <param name="accumulate">Add to what is there.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    /// <exception cref="ShapeMismatchException">The values, a mask or the index tensors do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ, more axes are indexed than there are, or an index tensor is not of integers or Bool.</exception>
    public Tensor IndexPut(ReadOnlySpan<TensorIndex> indices, Tensor values, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        Guard.SameDType("IndexPut", this, values);
        var (positions, shape) = ElementPositions.OfBrackets(Shape, indices);
        if (!values.Shape.BroadcastsTo(shape)) throw new ShapeMismatchException("IndexPut", shape, values.Shape, "the values must broadcast to what the indices select");
        var source = values.Expand(shape);
        return accumulate ? this + new FlatSumOp("IndexPut", positions, Shape).Apply(source) : FlatPutOp.Apply("IndexPut", this, positions, source);
    }

    /// <summary>This tensor with other elements at places counted in row-major order.</summary>
    /// <remarks>This tensor itself does not change. Of several elements for one place the last stays, unless they are added.</remarks>
    /// <param name="index">Int64 or Int32: the places; negative ones count from the end.</param>
    /// <param name="source">What to put: one element for each place.</param>
    /// <param name="accumulate">Add to what is there.</param>
    /// <exception cref="ArgumentOutOfRangeException">A place is outside of the tensor.</exception>
    /// <exception cref="ShapeMismatchException">There is not one element for each place.</exception>
    /// <exception cref="ArgumentException">The index does not hold integers, or the element types differ.</exception>
    public Tensor Put(Tensor index, Tensor source, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        Guard.SameDType("Put", this, source);
        if (index.Size != source.Size) throw new ShapeMismatchException("Put", index.Shape, source.Shape, "there must be one element for each place");
        var positions = IndexPositions.Of("Put", index, [Size], 0);
        return accumulate ? this + new FlatSumOp("Put", positions, Shape).Apply(source) : FlatPutOp.Apply("Put", this, positions, source);
    }
}
