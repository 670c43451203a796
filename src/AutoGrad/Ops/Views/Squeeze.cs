namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The tensor without its axes of extent 1. Shares the elements.</summary>
    public Tensor Squeeze()
    {
        var kept = new List<int>(Rank);
        foreach (var extent in Shape.Extents)
            if (extent != 1) kept.Add(extent);
        return Reshape(Shape.Owning([.. kept]));
    }

    /// <summary>The tensor without one axis, if that has extent 1; unchanged otherwise, as in PyTorch. Shares the elements.</summary>
    /// <param name="axis">The axis, from 0 or from the end when negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Squeeze(int axis)
    {
        var at = Guard.Axis("Squeeze", axis, Shape);
        return Shape[at] == 1 ? Reshape(Shape.Concat(Shape.Extents[..at], Shape.Extents[(at + 1)..])) : this;
    }

    /// <summary>The tensor with a new axis of extent 1. Shares the elements.</summary>
    /// <param name="axis">Where the new axis will be in the result, from 0 or from the end when negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Tensor Unsqueeze(int axis)
    {
        var at = Guard.Axis("Unsqueeze", axis, Shape, Rank + 1);
        return Reshape(Shape.Owning([.. Shape.Extents[..at], 1, .. Shape.Extents[at..]]));
    }
}
