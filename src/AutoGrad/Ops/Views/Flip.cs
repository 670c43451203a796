using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The elements in reverse order along some axes.</summary>
    /// <param name="axes">The axes, each from 0 or from the end when negative; none for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is given twice.</exception>
    public Tensor Flip(params ReadOnlySpan<int> axes)
    {
        var flipped = Guard.Axes("Flip", axes, Shape);
        var region = SliceRegion.Whole(Shape);
        for (var axis = 0; axis < flipped.Length; axis++)
            if (flipped[axis]) (region.Starts[axis], region.Steps[axis]) = (Shape[axis] - 1, -1);
        return Slice("Flip", region);
    }

    /// <summary>The elements shifted along an axis; those that leave it at one end come in at the other.</summary>
    /// <param name="shift">By how much: element i goes to i + shift. Any number.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Roll(int shift, int axis)
    {
        var at = Guard.Axis("Roll", axis, Shape);
        var extent = Shape[at];
        var by = extent == 0 ? 0 : (shift % extent + extent) % extent;
        return by == 0 ? this : Concat([Narrow(at, extent - by, by), Narrow(at, 0, extent - by)], at);
    }
}
