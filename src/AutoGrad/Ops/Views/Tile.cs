namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The tensor laid out several times along each axis, like tiles.</summary>
    /// <remarks>The same as <see cref="Repeat"/>; PyTorch has both names.</remarks>
    /// <param name="counts">How many times along each axis, aligned at the last one; counts beyond the rank make new leading axes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> counts) => Repeat(counts);

    /// <summary>Each index of an axis several times in a row, as often as a tensor says: with counts [2, 0, 1], [a, b, c] becomes [a, a, c].</summary>
    /// <param name="counts">Int64 or Int32: one for each index of the axis, or one for all.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or a count is negative.</exception>
    /// <exception cref="ShapeMismatchException">There is not one count for each index.</exception>
    /// <exception cref="ArgumentException">The counts are not integers, or there would be too many elements.</exception>
    public Tensor RepeatInterleave(Tensor counts, int axis)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Guard.Indices("RepeatInterleave", counts, nameof(counts));
        var at = Guard.Axis("RepeatInterleave", axis, Shape);
        if (counts.Rank > 1 || (counts.Size != 1 && counts.Size != Shape[at]))
            throw new ShapeMismatchException("RepeatInterleave", Shape, counts.Shape, $"there must be one count for each index of axis {axis}, or one for all");
        var each = counts.To(DType.Int64).Expand(Shape.Owning([Shape[at]])).ToArray<long>();
        var total = 0L;
        foreach (var count in each)
        {
            if (count < 0) throw new ArgumentOutOfRangeException(nameof(counts), count, $"RepeatInterleave: a count cannot be negative.{NameScope.Suffix}");
            total = Math.Min(total + Math.Min(count, int.MaxValue), int.MaxValue);
        }
        var (index, end) = (New(new Shape((int)total), DType.Int32), 0);
        var places = index.Span<int>();
        for (var i = 0; i < each.Length; i++)
        {
            places.Slice(end, (int)each[i]).Fill(i);
            end += (int)each[i];
        }
        return IndexSelect(at, index);
    }
}
