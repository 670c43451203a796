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
        var reduced = Guard.Axes(op, axes, shape);
        var (kept, dropped, count) = (shape.Extents.ToArray(), new List<int>(shape.Rank), 1L);
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
        return new ReducedShape(reduced, Shape.Owning(kept), Shape.Owning([.. dropped]), (int)Math.Min(count, int.MaxValue));
    }

    /// <summary>The same behind an axis of samples, which stay apart.</summary>
    public ReducedShape Behind(int samples) => new([false, .. Reduced], BatchAxis.Behind(Kept, samples), BatchAxis.Behind(Dropped, samples), Count);

    /// <summary>The same for a reduction that has no result for no elements.</summary>
    /// <exception cref="ArgumentException">A reduced axis is empty.</exception>
    public static ReducedShape OfSome(string op, Shape shape, ReadOnlySpan<int> axes)
    {
        var over = Of(op, shape, axes);
        return over.Count > 0 ? over : throw new ArgumentException($"{op}: shape {shape} has no elements along a reduced axis, and there is no {op} of no elements: check the size first.{NameScope.Suffix}");
    }

    /// <summary>The same for a reduction of floating-point numbers only.</summary>
    /// <exception cref="ArgumentException">The elements are not floating.</exception>
    public static ReducedShape OfFloats(string op, Tensor x, ReadOnlySpan<int> axes) =>
        x.DType.IsFloating ? Of(op, x.Shape, axes) : throw Guard.NeedsFloat(op, x.DType);
}
