using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The elements at places counted in row-major order.</summary>
    /// <remarks>The gradient of an element that is taken several times is the sum.</remarks>
    /// <param name="index">Int64 or Int32: the places; negative ones count from the end.</param>
    /// <returns>A tensor in the shape of the index.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A place is outside of the tensor.</exception>
    /// <exception cref="ArgumentException">The index does not hold integers.</exception>
    public Tensor Take(Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return new FlatTakeOp("Take", IndexPositions.Of("Take", index, [Size], 0), index.Shape).Apply(this);
    }

    /// <summary>One element for each index along an axis, where the other axes of both broadcast: what <c>Argsort</c> or <c>ArgMax</c> with kept axes found.</summary>
    /// <remarks>PyTorch's <c>take_along_dim</c>. <see cref="Gather"/> does not broadcast.</remarks>
    /// <param name="index">Int64 or Int32, with as many axes as this tensor; negative indices count from the end.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is outside of it.</exception>
    /// <exception cref="ShapeMismatchException">The other axes do not broadcast.</exception>
    /// <exception cref="ArgumentException">The index does not hold integers.</exception>
    public Tensor TakeAlongAxis(Tensor index, int axis)
    {
        ArgumentNullException.ThrowIfNull(index);
        Guard.Indices("TakeAlongAxis", index);
        var at = Guard.Axis("TakeAlongAxis", axis, Shape);
        if (index.Rank != Rank) throw new ShapeMismatchException("TakeAlongAxis", Shape, index.Shape, "the index must have as many axes as the tensor");
        var others = Shape.Broadcast("TakeAlongAxis", Shape.With(at, 1), index.Shape.With(at, 1));
        return Expand(others.With(at, Shape[at])).Gather(at, index.Expand(others.With(at, index.Shape[at])));
    }
}
