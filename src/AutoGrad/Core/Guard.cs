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
    /// <param name="op">The op that asks, for the message.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="places">How many axes can be named, if not the tensor's: one more for a new axis, at least one where a scalar counts as a line.</param>
    /// <param name="parameter">The argument's name.</param>
    public static int Axis(string op, int axis, Shape shape, int places = -1, [CallerArgumentExpression(nameof(axis))] string parameter = "axis")
    {
        if (places < 0) places = shape.Rank;
        var at = axis < 0 ? axis + places : axis;
        if ((uint)at >= (uint)places)
            throw new ArgumentOutOfRangeException(parameter, axis,
                places == 0 ? $"{op}: a scalar, {shape}, has no axes.{NameScope.Suffix}" : $"{op}: axis {axis} is outside {-places}..{places - 1} for a tensor {shape}.{NameScope.Suffix}");
        return at;
    }

    /// <summary>Which axes are meant: one flag an axis; no axes means all.</summary>
    /// <exception cref="ArgumentException">An axis is given twice.</exception>
    public static bool[] Axes(string op, ReadOnlySpan<int> axes, Shape shape)
    {
        var chosen = new bool[shape.Rank];
        if (axes.IsEmpty) Array.Fill(chosen, true);
        foreach (var axis in axes)
        {
            var at = Axis(op, axis, shape, parameter: nameof(axes));
            if (chosen[at]) throw new ArgumentException($"{op}: axis {axis} of {shape} is given twice.{NameScope.Suffix}", nameof(axes));
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
        new($"{op}: element types differ, {a.DType} {a.Shape} and {b.DType} {b.Shape}: there is no implicit promotion, convert one with .To(DType.{a.DType}).{MistakePage.Mention(MistakePage.MixedTypes)}{NameScope.Suffix}") { HelpLink = MistakePage.PathOf(MistakePage.MixedTypes) };
}
