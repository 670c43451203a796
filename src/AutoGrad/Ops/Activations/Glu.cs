namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The gated linear unit: the first half of an axis times the sigmoid of the second.</summary>
    /// <param name="axis">The axis, of an even extent, from 0 or from the end when negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The extent of the axis is odd, or the elements are not Float32 or Float64.</exception>
    public Tensor Glu(int axis = -1)
    {
        var at = Guard.Axis("Glu", axis, Shape);
        if (Shape[at] % 2 != 0) throw new ArgumentException($"Glu: axis {axis} of {Shape} has an odd extent and cannot be halved.{NameScope.Suffix}", nameof(axis));
        var half = Shape[at] / 2;
        var halves = Split([half, half], at);
        return halves[0] * halves[1].Sigmoid();
    }
}
