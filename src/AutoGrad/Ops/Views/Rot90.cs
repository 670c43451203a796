namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The tensor turned by quarter turns in the plane of two axes, from the first towards the second.</summary>
    /// <param name="k">How many quarter turns; negative to turn the other way.</param>
    /// <param name="axis0">The first axis, from 0 or from the end when negative.</param>
    /// <param name="axis1">The second axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">Both axes are the same.</exception>
    public Tensor Rot90(int k = 1, int axis0 = 0, int axis1 = 1)
    {
        var (a, b) = (Guard.Axis("Rot90", axis0, Shape), Guard.Axis("Rot90", axis1, Shape));
        if (a == b) throw new ArgumentException($"Rot90: axes {axis0} and {axis1} of {Shape} are the same.{NameScope.Suffix}", nameof(axis1));
        return ((k % 4 + 4) % 4) switch
        {
            1 => Flip(b).Transpose(a, b),
            2 => Flip(a, b),
            3 => Flip(a).Transpose(a, b),
            _ => this,
        };
    }
}
