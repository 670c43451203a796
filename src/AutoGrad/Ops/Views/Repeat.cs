namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The tensor laid out several times along each axis, like tiles: numpy's tile, PyTorch's repeat.</summary>
    /// <param name="counts">How many times along each axis, aligned at the last one; counts beyond the rank make new leading axes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public Tensor Repeat(params ReadOnlySpan<int> counts)
    {
        var rank = Math.Max(counts.Length, Rank);
        var (apart, repeated, joined) = (new int[2 * rank], new int[2 * rank], new int[rank]);
        for (var axis = 0; axis < rank; axis++)
        {
            var (own, given) = (axis - (rank - Rank), axis - (rank - counts.Length));
            var (extent, count) = (own < 0 ? 1 : Shape[own], given < 0 ? 1 : counts[given]);
            if (count < 0) throw new ArgumentOutOfRangeException(nameof(counts), count, $"Repeat: count {count} cannot be negative.{NameScope.Suffix}");
            (apart[2 * axis], apart[2 * axis + 1]) = (1, extent);
            (repeated[2 * axis], repeated[2 * axis + 1]) = (count, extent);
            joined[axis] = (int)Math.Min((long)count * extent, int.MaxValue);      // Shape refuses what is too large
        }
        return Reshape(Shape.Owning(apart)).Expand(Shape.Owning(repeated)).Reshape(Shape.Owning(joined));
    }

    /// <summary>Each index of an axis several times in a row: [a, b] becomes [a, a, b, b].</summary>
    /// <param name="count">How many times; not negative.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the count is negative.</exception>
    public Tensor RepeatInterleave(int count, int axis)
    {
        var at = Guard.Axis("RepeatInterleave", axis, Shape);
        if (count < 0) throw new ArgumentOutOfRangeException(nameof(count), count, $"RepeatInterleave: the count cannot be negative.{NameScope.Suffix}");
        var extents = Shape.Extents;
        var after = at + 1;
        return Unsqueeze(after).Expand(Shape.Owning([.. extents[..after], count, .. extents[after..]])).Reshape(Shape.With(at, (int)Math.Min((long)extents[at] * count, int.MaxValue)));
    }
}
