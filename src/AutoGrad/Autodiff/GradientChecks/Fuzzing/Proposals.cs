namespace AutoGrad;

/// <summary>Shapes and settings for candidates.</summary>
internal static class Proposals
{
    /// <summary>A small random shape, mostly of rank 1 to 3.</summary>
    public static Shape Shape(Random random)
    {
        var extents = new int[s_ranks[random.Next(s_ranks.Length)]];
        for (var i = 0; i < extents.Length; i++) extents[i] = Extent(random);
        return new Shape(extents);
    }

    public static int Extent(Random random) => s_extents[random.Next(s_extents.Length)];

    /// <summary>A shape that broadcasts with another: equal, with fewer axes, with extents of 1, or with one axis more.</summary>
    public static Shape Broadcastable(Shape shape, Random random)
    {
        if (random.Next(2) == 0) return shape;
        if (random.Next(4) == 0) return shape.Rank < 4 ? new Shape([1 + random.Next(2), .. shape.Extents]) : shape;
        return Within(shape, random);
    }

    /// <summary>A shape that broadcasts to another.</summary>
    public static Shape Within(Shape shape, Random random)
    {
        var extents = shape.Extents[random.Next(shape.Rank + 1)..].ToArray();
        for (var i = 0; i < extents.Length; i++)
            if (random.Next(3) == 0) extents[i] = 1;
        return new Shape(extents);
    }

    /// <summary>One axis, counted from either end.</summary>
    public static int Axis(Shape shape, Random random) => random.Next(-shape.Rank, shape.Rank);

    /// <summary>A call that reads an axis.</summary>
    public static FuzzCall? OfAxis(Shape shape, Random random) => shape.Rank == 0 ? null : new FuzzCall([Axis(shape, random)]);

    /// <summary>A call that reads an axis of extent 2 at least.</summary>
    public static FuzzCall? OfLongAxis(Shape shape, Random random) => OfAxis(shape, random) is { } call && Extent(shape, call.Settings[0]) > 1 ? call : null;

    /// <summary>A call that reads two different axes, neither negative, the first less than the second.</summary>
    public static FuzzCall? OfTwoAxes(Shape shape, Random random)
    {
        if (shape.Rank < 2) return null;
        var second = random.Next(1, shape.Rank);
        return new FuzzCall([random.Next(second), second]);
    }

    /// <summary>A call without settings on shapes of a rank, each extent at least <paramref name="least"/>.</summary>
    public static Func<Shape, Random, FuzzCall?> OfRank(int least, int most, int extent = 1) =>
        (shape, _) => shape.Rank >= least && shape.Rank <= most && Smallest(shape) >= extent ? new FuzzCall([]) : null;

    /// <summary>A call without settings on square matrices, or stacks of them.</summary>
    public static FuzzCall? OfSquare(Shape shape, Random random) => IsSquare(shape) ? new FuzzCall([shape[^1]]) : null;

    public static bool IsSquare(Shape shape) => shape.Rank is 2 or 3 && shape[^1] == shape[^2];

    public static int Extent(Shape shape, int axis) => shape[axis < 0 ? axis + shape.Rank : axis];

    /// <summary>Random indices below a bound, after <paramref name="before"/>.</summary>
    public static int[] Indices(int[] before, int count, int bound, Random random)
    {
        var settings = new int[before.Length + count];
        before.CopyTo(settings, 0);
        for (var i = before.Length; i < settings.Length; i++) settings[i] = random.Next(bound);
        return settings;
    }

    /// <summary>The shape with another extent of one axis.</summary>
    public static Shape With(Shape shape, int axis, int extent)
    {
        var extents = shape.Extents.ToArray();
        extents[axis < 0 ? axis + extents.Length : axis] = extent;
        return new Shape(extents);
    }

    private static readonly int[] s_ranks = [0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4], s_extents = [1, 2, 2, 3, 3, 3, 4, 5];

    private static int Smallest(Shape shape)
    {
        var smallest = int.MaxValue;
        foreach (var extent in shape.Extents) smallest = Math.Min(smallest, extent);
        return smallest;
    }
}
