namespace AutoGrad;

/// <summary>What a border repeats of a tensor.</summary>
public enum PadMode
{
    /// <summary>The elements mirrored at the edge, without the edge itself: c b | a b c | b a.</summary>
    Reflect,

    /// <summary>The edge: a a | a b c | c c.</summary>
    Replicate,

    /// <summary>The other end: b c | a b c | a b.</summary>
    Circular,
}

public partial class Tensor
{
    /// <summary>The tensor with a border that repeats its own elements: <c>image.Pad([(1, 1), (2, 2)], PadMode.Reflect)</c>.</summary>
    /// <remarks>The gradient of an element is the sum over its repetitions.</remarks>
    /// <param name="amounts">How many to add before and after on each of the last axes, in the order of the axes; negative to cut off.</param>
    /// <param name="mode">What the border repeats.</param>
    /// <exception cref="ArgumentException">There are more amounts than axes, more is cut off than there is, or the axis has too few elements to repeat: reflecting needs one more than the border is wide, the other end as many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    public Tensor Pad(ReadOnlySpan<(int Before, int After)> amounts, PadMode mode)
    {
        if (amounts.Length > Rank) throw new ArgumentException($"Pad: {amounts.Length} amounts for the tensor {Shape} of {Rank} axes.{NameScope.Suffix}", nameof(amounts));
        var y = this;
        for (var k = amounts.Length - 1; k >= 0; k--)
        {
            if (amounts[k] is (0, 0)) continue;
            var axis = Rank - amounts.Length + k;
            y = y.IndexSelect(axis, Repeated(axis, amounts[k].Before, amounts[k].After, mode));
        }
        return y;
    }

    /// <summary>Which element of an axis stands at each place of the padded one.</summary>
    private Tensor Repeated(int axis, int before, int after, PadMode mode)
    {
        var (extent, widest) = (Shape[axis], Math.Max(before, after));
        var most = mode switch
        {
            PadMode.Reflect => extent - 1,
            PadMode.Replicate => extent == 0 ? 0 : int.MaxValue,
            PadMode.Circular => extent,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, $"Pad: there is no such mode.{NameScope.Suffix}"),
        };
        if (widest > Math.Max(most, 0))
            throw new ArgumentException($"Pad: axis {axis} of {Shape} has too few elements for a border of {widest} in mode {mode}: at most {Math.Max(most, 0)}.{NameScope.Suffix}", "amounts");
        var length = (long)extent + before + after;
        if (length < 0 || -(long)before > extent || -(long)after > extent)
            throw new ArgumentException($"Pad: ({before}, {after}) cuts more off axis {axis} of {Shape} than there is.{NameScope.Suffix}", "amounts");
        if (length > Array.MaxLength) throw new ArgumentException($"Pad: axis {axis} of {Shape} would have {length} elements, more than a tensor holds.{NameScope.Suffix}", "amounts");
        var at = new long[length];
        for (var i = 0; i < at.Length; i++)
        {
            var from = i - (long)before;
            at[i] = mode switch
            {
                PadMode.Reflect => from < 0 ? -from : from >= extent ? 2L * (extent - 1) - from : from,
                PadMode.Replicate => Math.Clamp(from, 0, extent - 1L),
                _ => from < 0 ? from + extent : from >= extent ? from - extent : from,
            };
        }
        return Owning(at, new Shape(at.Length));
    }
}
