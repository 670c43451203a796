namespace AutoGrad;

public partial class Tensor
{
    /// <summary>Some neighbouring axes joined into one; all of them by default. A scalar becomes one axis of extent 1. Shares the elements.</summary>
    /// <param name="startAxis">The first axis to join, from 0 or from the end when negative.</param>
    /// <param name="endAxis">The last axis to join, from 0 or from the end when negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the last comes before the first.</exception>
    public Tensor Flatten(int startAxis = 0, int endAxis = -1)
    {
        var rank = Math.Max(Rank, 1);
        var (start, end) = (Guard.Axis("Flatten", startAxis, Shape, rank), Guard.Axis("Flatten", endAxis, Shape, rank));
        if (start > end)
            throw new ArgumentOutOfRangeException(nameof(endAxis), endAxis, $"Flatten: the last axis {endAxis} comes before the first, {startAxis}, in {Shape}.{NameScope.Suffix}");
        if (Rank == 0) return Reshape([1]);
        return Reshape(Shape.Owning([.. Shape.Extents[..start], Shape.Product(Shape.Extents[start..(end + 1)]), .. Shape.Extents[(end + 1)..]]));
    }

    /// <summary>One axis split into several: the reverse of <see cref="Flatten"/>. Shares the elements.</summary>
    /// <param name="axis">The axis to split, from 0 or from the end when negative.</param>
    /// <param name="extents">What it becomes; their product is its extent, and one may be -1: it is worked out.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">There is no extent, more than one is -1, or one is negative otherwise.</exception>
    /// <exception cref="ShapeMismatchException">The extents do not multiply to the extent of the axis.</exception>
    public Tensor Unflatten(int axis, params ReadOnlySpan<int> extents)
    {
        var at = Guard.Axis("Unflatten", axis, Shape);
        if (extents.IsEmpty) throw new ArgumentException($"Unflatten: name at least one extent for axis {axis} of {Shape}.{NameScope.Suffix}", nameof(extents));
        var split = extents.ToArray();
        var free = Array.IndexOf(split, -1);
        if (free >= 0) split[free] = 1;
        var known = new Shape(split);
        if (free >= 0 && known.Size > 0) split[free] = Shape[at] / known.Size;
        if (new Shape(split).Size != Shape[at])
            throw new ShapeMismatchException("Unflatten", Shape, known, $"axis {axis} of extent {Shape[at]} cannot become extents of product {known.Size}{(free >= 0 ? " times a whole number" : "")}");
        return Reshape(Shape.Owning([.. Shape.Extents[..at], .. split, .. Shape.Extents[(at + 1)..]]));
    }
}
