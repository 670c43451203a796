namespace AutoGrad.Ops;

/// <summary>What a reduction over some axes makes of a shape.</summary>
/// <param name="Reduced">One flag an axis.</param>
/// <param name="Kept">The shape with the reduced axes at extent 1.</param>
/// <param name="Dropped">The shape without them.</param>
/// <param name="Count">Number of elements that make one result.</param>
internal readonly record struct ReducedShape(bool[] Reduced, Shape Kept, Shape Dropped, int Count)
{
    /// <summary>Works it out; no axes means all.</summary>
    public static ReducedShape Of(string op, Shape shape, ReadOnlySpan<int> axes)
    {
        var reduced = Guard.Axes(op, axes, shape.Rank);
        var (kept, dropped, count) = (shape.Extents.ToArray(), new List<int>(shape.Rank), 1);
        for (var axis = 0; axis < reduced.Length; axis++)
        {
            if (!reduced[axis])
            {
                dropped.Add(kept[axis]);
                continue;
            }
            count *= kept[axis];
            kept[axis] = 1;
        }
        return new ReducedShape(reduced, Shape.Owning(kept), Shape.Owning([.. dropped]), count);
    }
}
