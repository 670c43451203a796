using System.Globalization;

namespace AutoGrad.Conformance.Bindings;

/// <summary>What expressions use of Python itself.</summary>
internal static class Python
{
    public static IEnumerable<Binding> All =>
    [
        new("float", "value", a => a["value"] is string text ? Parse(text) : a.Number("value")),
        new("int", "value", a => (long)a.Number("value")),
        new("bool", "value", a => a.Number("value") != 0),
        new("len", "values", a => a["values"] is Tensor t ? (long)t.Shape[0] : ((object?[])a["values"]!).Length),
        new("list tuple", "values", a => a["values"] is Tensor t ? Arguments.Results(t.Unbind()) : a["values"]),
        new("range", "*bounds", a => Range(a.Ints("bounds"))),
        new("sum", "values", a => Sum((object?[])a["values"]!, a.Floating)),
        new("abs", "x", a => a["x"] switch { Tensor t => t.Abs(), long n => Math.Abs(n), _ => Math.Abs(a.Number("x")) }),
        new("list.index", "values, value", a => (long)Array.IndexOf((object?[])a["values"]!, a["value"])),
        Function("sqrt", Math.Sqrt),
        Function("exp", Math.Exp),
        Function("log", Math.Log),
        Function("sin", Math.Sin),
        Function("cos", Math.Cos),
        new("math.prod", "values", a => (long)Shape.Create(a.Ints("values")).Size),
    ];

    private static Binding Function(string name, Func<double, double> function) => new($"math.{name}", "x", a => function(a.Number("x")));

    private static double Parse(string text) => text.TrimStart('+') switch
    {
        "inf" or "Infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" => double.NegativeInfinity,
        "nan" => double.NaN,
        var number => double.Parse(number, CultureInfo.InvariantCulture),
    };

    private static object?[] Range(int[] bounds)
    {
        var (start, stop, step) = bounds switch { [var n] => (0, n, 1), [var a, var b] => (a, b, 1), _ => (bounds[0], bounds[1], bounds[2]) };
        var values = new List<object?>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) values.Add(i);
        return [.. values];
    }

    private static object? Sum(object?[] values, DType floating)
    {
        object? sum = 0L;
        foreach (var value in values)
            sum = sum is Tensor || value is Tensor
                ? Operands.Combine(sum, value, floating, (x, y) => x + y, (x, c) => x + c, (c, x) => c + x)
                : Expressions.Numbers.Combine("+", sum, value);
        return sum;
    }
}
