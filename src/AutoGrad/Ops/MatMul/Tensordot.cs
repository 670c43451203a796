namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The sum of products over the last axes of this tensor and the first of the other, in order.</summary>
    /// <param name="other">The other tensor.</param>
    /// <param name="axes">How many axes are summed over; 0 for the outer product.</param>
    /// <returns>The other axes of this tensor, then those of the other.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or larger than a tensor has axes.</exception>
    /// <exception cref="ShapeMismatchException">The extents of a pair of axes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are truth values.</exception>
    public Tensor Tensordot(Tensor other, int axes = 2)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (axes < 0 || axes > Rank || axes > other.Rank)
            throw new ArgumentOutOfRangeException(nameof(axes), axes, $"Tensordot: {axes} axes cannot be summed over for {Shape} and {other.Shape}.{NameScope.Suffix}");
        var (own, others) = (new int[axes], new int[axes]);
        for (var i = 0; i < axes; i++) (own[i], others[i]) = (Rank - axes + i, i);
        return Tensordot(other, own, others);
    }

    /// <summary>The sum of products over pairs of axes.</summary>
    /// <param name="other">The other tensor.</param>
    /// <param name="axes">The axes of this tensor, each from 0 or from the end when negative.</param>
    /// <param name="otherAxes">The axis of the other that goes with each.</param>
    /// <returns>The other axes of this tensor, then those of the other.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ShapeMismatchException">The extents of a pair of axes differ.</exception>
    /// <exception cref="ArgumentException">There are more axes of one than of the other, an axis is given twice, or the element types differ or are truth values.</exception>
    public Tensor Tensordot(Tensor other, ReadOnlySpan<int> axes, ReadOnlySpan<int> otherAxes)
    {
        ArgumentNullException.ThrowIfNull(other);
        Guard.SameDType("Tensordot", this, other);
        if (axes.Length != otherAxes.Length) throw new ArgumentException($"Tensordot: {axes.Length} axes of the one and {otherAxes.Length} of the other cannot be paired.{NameScope.Suffix}", nameof(otherAxes));
        var (own, kept) = Sides(this, axes);
        var (others, keptOthers) = Sides(other, otherAxes);
        var inner = 1;
        for (var i = 0; i < own.Count; i++)
        {
            if (Shape[own[i]] != other.Shape[others[i]]) throw new ShapeMismatchException("Tensordot", Shape, other.Shape, $"axes {axes[i]} and {otherAxes[i]} differ in extent");
            inner *= Shape[own[i]];
        }
        var a = Permute([.. kept, .. own]);
        var b = other.Permute([.. others, .. keptOthers]);
        Shape rows = new(a.Shape.Extents[..kept.Count]), columns = new(b.Shape.Extents[others.Count..]);
        return a.Reshape(new Shape(rows.Size, inner)).MatMul(b.Reshape(new Shape(inner, columns.Size))).Reshape(Shape.Concat(rows.Extents, columns.Extents));
    }

    private static (List<int> Chosen, List<int> Others) Sides(Tensor x, ReadOnlySpan<int> axes)
    {
        var (chosen, others) = (new List<int>(axes.Length), new List<int>(x.Rank));
        foreach (var axis in axes) chosen.Add(Guard.Axis("Tensordot", axis, x.Shape, parameter: nameof(axes)));
        if (axes.Length > 0) Guard.Axes("Tensordot", axes, x.Shape);
        for (var axis = 0; axis < x.Rank; axis++)
            if (!chosen.Contains(axis)) others.Add(axis);
        return (chosen, others);
    }
}
