namespace AutoGrad;

/// <summary>A number for each axis a window slides along, or one for all of them: <c>stride: 2</c>, <c>stride: (2, 1)</c>.</summary>
/// <remarks><c>default</c> stands for what the operation takes by itself. Axes in the order of the tensor: height before width.</remarks>
public readonly record struct PerAxis
{
    private readonly int _given, _first, _second, _third;

    private PerAxis(int given, int first, int second, int third) => (_given, _first, _second, _third) = (given, first, second, third);

    /// <summary>True for <c>default</c>: the operation chooses.</summary>
    internal bool IsDefault => _given == 0;

    /// <summary>The same for each axis.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator PerAxis(int value) => new(1, value, value, value);

    /// <summary>One for each of two axes.</summary>
    /// <param name="values">Height and width.</param>
    public static implicit operator PerAxis((int Height, int Width) values) => new(2, values.Height, values.Width, 0);

    /// <summary>One for each of three axes.</summary>
    /// <param name="values">Depth, height and width.</param>
    public static implicit operator PerAxis((int Depth, int Height, int Width) values) => new(3, values.Depth, values.Height, values.Width);

    /// <summary>The numbers as they were written.</summary>
    public override string ToString() => _given switch
    {
        0 => "default",
        1 => $"{_first}",
        2 => $"({_first}, {_second})",
        _ => $"({_first}, {_second}, {_third})",
    };

    /// <summary>The number of each axis.</summary>
    /// <param name="op">The op that asks, for the message.</param>
    /// <param name="axes">How many axes there are.</param>
    /// <param name="least">The smallest number allowed.</param>
    /// <param name="parameter">What the numbers are.</param>
    /// <param name="operands">What the op works on, for the message.</param>
    /// <exception cref="ArgumentException">There are as many numbers as other axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    internal int[] For(string op, int axes, int least, string parameter, params ReadOnlySpan<Shape> operands)
    {
        if (_given > 1 && _given != axes)
            throw new ArgumentException($"{op}: {parameter} {this} has {_given} numbers for {axes} {(axes == 1 ? "axis" : "axes")}{Operands(operands)}: give one for each or one for all.{NameScope.Suffix}", parameter);
        ReadOnlySpan<int> all = [_first, _second, _third];
        var values = new int[axes];
        for (var axis = 0; axis < axes; axis++)
        {
            values[axis] = _given == 1 ? _first : all[axis];
            if (values[axis] < least)
                throw new ArgumentOutOfRangeException(parameter, values[axis], $"{op}: {parameter} {this} must be at least {least} along each axis{Operands(operands)}.{NameScope.Suffix}");
        }
        return values;
    }

    private static string Operands(ReadOnlySpan<Shape> shapes)
    {
        var text = "";
        for (var i = 0; i < shapes.Length; i++) text += $"{(i == 0 ? " of" : " and")} {shapes[i]}";
        return text;
    }
}
