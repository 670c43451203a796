namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The elements shifted along several axes; those that leave one at an end come in at the other.</summary>
    /// <param name="shifts">By how much on each axis. Any numbers.</param>
    /// <param name="axes">The axes, each from 0 or from the end when negative; one named twice is shifted twice.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">There are not as many shifts as axes.</exception>
    public Tensor Roll(ReadOnlySpan<int> shifts, ReadOnlySpan<int> axes)
    {
        if (shifts.Length != axes.Length) throw new ArgumentException($"Roll: {shifts.Length} shifts for {axes.Length} axes.{NameScope.Suffix}", nameof(shifts));
        var y = this;
        for (var i = 0; i < axes.Length; i++) y = y.Roll(shifts[i], axes[i]);
        return y;
    }

    /// <summary>The elements shifted in row-major order; those that leave the tensor at one end come in at the other.</summary>
    /// <param name="shift">By how much. Any number.</param>
    public Tensor Roll(int shift) => Flatten().Roll(shift, 0).Reshape(Shape);
}
