using AutoGrad.Ops;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The tensor with a border of one value: <c>image.Pad([(1, 1), (2, 2)])</c> adds a row above and below, and two columns on each side.</summary>
    /// <param name="amounts">How many to add before and after on each of the last axes, in the order of the axes; negative to cut off.</param>
    /// <param name="value">The value of the border; for Bool, anything but 0 is true.</param>
    /// <exception cref="ArgumentException">There are more amounts than axes, more is cut off than there is, or an integer type cannot hold the value.</exception>
    public Tensor Pad(ReadOnlySpan<(int Before, int After)> amounts, double value = 0)
    {
        if (amounts.Length > Rank) throw new ArgumentException($"Pad: {amounts.Length} amounts for the tensor {Shape} of {Rank} axes.{NameScope.Suffix}", nameof(amounts));
        if (DType != DType.Bool) ScalarOperand.Check("Pad", this, value);
        var (cut, place, padded) = (SliceRegion.Whole(Shape), SliceRegion.Whole(Shape), Shape.Extents.ToArray());
        var rest = Shape.Extents.ToArray();
        for (var k = 0; k < amounts.Length; k++)
        {
            var (axis, (before, after)) = (Rank - amounts.Length + k, amounts[k]);
            if ((long)Shape[axis] + Math.Min(before, 0) + Math.Min(after, 0) < 0)
                throw new ArgumentException($"Pad: ({before}, {after}) cuts more off axis {axis} of {Shape} than there is.{NameScope.Suffix}", nameof(amounts));
            (cut.Starts[axis], place.Starts[axis]) = ((int)Math.Max(-(long)before, 0), Math.Max(before, 0));
            rest[axis] += Math.Min(before, 0) + Math.Min(after, 0);
            padded[axis] = (int)Math.Min((long)rest[axis] + Math.Max(before, 0) + Math.Max(after, 0), int.MaxValue);     // Shape refuses what is too large
        }
        var inner = Shape.Owning(rest);
        var kept = inner.SameAs(Shape) ? this : Slice("Pad", cut with { Shape = inner });
        var result = Shape.Owning(padded);
        return result.SameAs(inner) ? kept : new PlaceOp("Pad", place with { Shape = inner }, result, value).Apply(kept);
    }
}
