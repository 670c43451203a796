using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class MathRows
{
    public static IEnumerable<OpRow> All =>
    [
        Unary("Exp", x => x.Exp(), Math.Exp),
        Unary("Expm1", x => x.Expm1(), Expm1),
        Unary("Log", x => x.Log(), Math.Log, low: 0.25, high: 3),
        Unary("Log1p", x => x.Log1p(), Log1p, low: -0.75, high: 3),
        Unary("Log2", x => x.Log2(), Math.Log2, low: 0.25, high: 3),
        Unary("Log10", x => x.Log10(), Math.Log10, low: 0.25, high: 3),
        Unary("Sin", x => x.Sin(), Math.Sin, low: -4, high: 4),
        Unary("Cos", x => x.Cos(), Math.Cos, low: -4, high: 4),
        Unary("Tan", x => x.Tan(), Math.Tan, low: -1.25, high: 1.25),
        Unary("Asin", x => x.Asin(), Math.Asin, low: -0.875, high: 0.875),
        Unary("Acos", x => x.Acos(), Math.Acos, low: -0.875, high: 0.875),
        Unary("Atan", x => x.Atan(), Math.Atan),
        Binary("Atan2", (y, x) => y.Atan2(x), Math.Atan2, low: 0.25, high: 3),
        Unary("Sinh", x => x.Sinh(), Math.Sinh),
        Unary("Cosh", x => x.Cosh(), Math.Cosh),
        Unary("Asinh", x => x.Asinh(), Math.Asinh),
        Unary("Acosh", x => x.Acosh(), Math.Acosh, low: 1.25, high: 4),
        Unary("Atanh", x => x.Atanh(), Math.Atanh, low: -0.875, high: 0.875),
        Unary("Erf", x => x.Erf(), x => 1 - Erfc(x) is var y && Math.Abs(x) < 1 ? Series(x) : y, low: -6, high: 6),
        Unary("Erfc", x => x.Erfc(), Erfc, low: -6, high: 6),
        Binary("Hypot", (x, y) => x.Hypot(y), double.Hypot, low: 0.25, high: 3),
    ];

    /// <summary>eˣ − 1 = 2 e^(x/2) sinh(x/2), which does not cancel near 0.</summary>
    public static double Expm1(double x) => Math.Abs(x) < 1 ? 2 * Math.Exp(x / 2) * Math.Sinh(x / 2) : Math.Exp(x) - 1;

    /// <summary>ln(1 + x) = 2 artanh(x / (2 + x)), which does not cancel near 0.</summary>
    public static double Log1p(double x) => Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x);

    /// <summary>erfc by the series of erf near 0 and Laplace's continued fraction further out.</summary>
    public static double Erfc(double x)
    {
        if (Math.Abs(x) < 2.5) return 1 - Series(x);
        if (x < 0) return 2 - Erfc(-x);
        if (x > 30) return 0;
        var fraction = 0.0;
        for (var k = 200; k > 0; k--) fraction = k / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }

    // erf x = 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)): all terms have one sign
    private static double Series(double x)
    {
        var (sum, term) = (x, x);
        for (var n = 1; n < 200; n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
