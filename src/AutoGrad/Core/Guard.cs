using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>Checks of arguments that many ops share, and the messages they fail with.</summary>
internal static class Guard
{
    /// <summary>Both operands must hold the same element type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SameDType(string op, Tensor a, Tensor b)
    {
        if (a.DType != b.DType) throw DTypesDiffer(op, a, b);
    }

    /// <summary>The axis counted from 0, from one that may count from the end.</summary>
    public static int Axis(string op, int axis, int rank, [CallerArgumentExpression(nameof(axis))] string parameter = "axis")
    {
        var at = axis < 0 ? axis + rank : axis;
        if ((uint)at >= (uint)rank)
            throw new ArgumentOutOfRangeException(parameter, axis,
                rank == 0 ? $"{op}: a scalar has no axes.{NameScope.Suffix}" : $"{op}: axis {axis} is outside {-rank}..{rank - 1} for a tensor of {rank} axes.{NameScope.Suffix}");
        return at;
    }

    /// <summary>Which axes are meant: one flag an axis; no axes means all.</summary>
    /// <exception cref="ArgumentException">An axis is given twice.</exception>
    public static bool[] Axes(string op, ReadOnlySpan<int> axes, int rank)
    {
        var chosen = new bool[rank];
        if (axes.IsEmpty) Array.Fill(chosen, true);
        foreach (var axis in axes)
        {
            var at = Axis(op, axis, rank, nameof(axes));
            if (chosen[at]) throw new ArgumentException($"{op}: axis {axis} is given twice.{NameScope.Suffix}", nameof(axes));
            chosen[at] = true;
        }
        return chosen;
    }

    /// <summary>An index tensor must hold integers.</summary>
    public static void Indices(string op, Tensor index, [CallerArgumentExpression(nameof(index))] string parameter = "index")
    {
        if (!index.DType.IsInteger)
            throw new ArgumentException($"{op}: indices must be Int64 or Int32, not {index.DType}: convert with .To(DType.Int64).{NameScope.Suffix}", parameter);
    }

    /// <summary>A mask must hold truth values.</summary>
    public static void Mask(string op, Tensor mask, [CallerArgumentExpression(nameof(mask))] string parameter = "mask")
    {
        if (mask.DType != DType.Bool)
            throw new ArgumentException($"{op}: a mask must be Bool, not {mask.DType}: compare first, as in x > 0.{NameScope.Suffix}", parameter);
    }

    public static ArgumentException NeedsFloat(string op, DType dtype) =>
        new($"{op}: works on Float32 and Float64, not on {dtype}: convert with .To(DType.Float32).{NameScope.Suffix}");

    public static ArgumentException NeedsNumber(string op, DType dtype) =>
        new($"{op}: works on numbers, not on {dtype}: convert with .To(DType.Float32) or .To(DType.Int64).{NameScope.Suffix}");

    private static ArgumentException DTypesDiffer(string op, Tensor a, Tensor b) =>
        new($"{op}: element types differ, {a.DType} {a.Shape} and {b.DType} {b.Shape}: there is no implicit promotion, convert one with .To(DType.{a.DType}).{NameScope.Suffix}");
}
