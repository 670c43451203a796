namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The integral along an axis by the trapezoidal rule, from values at equal distances.</summary>
    /// <param name="dx">The distance of neighbours.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <returns>A tensor without the axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The elements are not Float32 or Float64.</exception>
    public Tensor Trapezoid(double dx = 1, int axis = -1)
    {
        var at = Guard.Axis("Trapezoid", axis, Shape);
        return NeighbourSums(at).Sum(at) * (dx / 2);
    }

    /// <summary>The integral along an axis by the trapezoidal rule, from values at given places.</summary>
    /// <param name="x">The places: one for each index of the axis, or a tensor that broadcasts with this one.</param>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <returns>A tensor without the axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ShapeMismatchException">The places do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ, or are not Float32 or Float64.</exception>
    public Tensor Trapezoid(Tensor x, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        var at = Guard.Axis("Trapezoid", axis, Shape);
        var fromEnd = at - Rank;
        if (x.Rank == 1)
        {
            var extents = new int[Rank - at];
            Array.Fill(extents, 1);
            extents[0] = x.Size;
            x = x.Reshape(Shape.Owning(extents));
        }
        if (-fromEnd > x.Rank || x.Shape[fromEnd] != Shape[at])
            throw new ShapeMismatchException("Trapezoid", Shape, x.Shape, $"there must be one place for each index of axis {axis}");
        return (NeighbourSums(at) * x.Diff(1, fromEnd)).Sum(fromEnd) / 2;
    }

    private Tensor NeighbourSums(int axis)
    {
        if (!DType.IsFloating) throw Guard.NeedsFloat("Trapezoid", DType);
        var rest = Math.Max(Shape[axis] - 1, 0);
        return Narrow(axis, Shape[axis] - rest, rest) + Narrow(axis, 0, rest);
    }
}
