namespace AutoGrad.Conformance.Expressions;

/// <summary>Python's arithmetic of plain numbers: whole numbers stay whole, but for division and negative powers.</summary>
internal static class Numbers
{
    public static object? Combine(string symbol, object? left, object? right) => (symbol, left, right) switch
    {
        ("is", _, _) => Equals(left, right),
        ("is not", _, _) => !Equals(left, right),
        ("+", object?[] a, object?[] b) => (object?[])[.. a, .. b],
        ("*", object?[] a, long n) => (object?[])[.. Enumerable.Repeat(a, (int)n).SelectMany(v => v)],
        ("==", string or null or object?[], _) => Same(left, right),
        ("!=", string or null or object?[], _) => !Same(left, right),
        (_, long a, long b) => Whole(symbol, a, b),
        (_, long or double or bool, long or double or bool) => Real(symbol, Convert.ToDouble(left), Convert.ToDouble(right)),
        _ => throw new UnsupportedException(symbol),
    };

    private static object Whole(string symbol, long a, long b) => symbol switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "//" => (long)Math.Floor((double)a / b),
        "%" => a - b * (long)Math.Floor((double)a / b),
        "**" when b >= 0 => (long)Math.Pow(a, b),
        "&" => a & b,
        "|" => a | b,
        "^" => a ^ b,
        _ => Real(symbol, a, b),
    };

    private static object Real(string symbol, double a, double b) => symbol switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "//" => Math.Floor(a / b),
        "%" => a - b * Math.Floor(a / b),
        "**" => Math.Pow(a, b),
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        ">=" => a >= b,
        "==" => a == b,
        "!=" => a != b,
        _ => throw new UnsupportedException(symbol),
    };

    private static bool Same(object? left, object? right) =>
        left is object?[] a && right is object?[] b ? a.Length == b.Length && a.Zip(b).All(p => Same(p.First, p.Second)) : Equals(left, right);
}
