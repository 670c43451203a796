using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Special functions, the rarer activations, and arithmetic with conventions of its own.</summary>
internal static class SpecialRows
{
    private const string Poles = "poles and large arguments are checked against published digits in SpecialFunctionTests";

    private static readonly double[] s_wholes = [-2, -1, 0, 1, 2];

    public static IEnumerable<OpRow> All =>
    [
        Unary("Exp2", x => x.Exp2(), x => Math.Pow(2, x)),
        Unary("Sinc", x => x.Sinc(), x => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x), low: -4, high: 4, specialValues: "the reference loses the phase of large sines"),
        Unary("Deg2Rad", x => x.Deg2Rad(), x => x * (Math.PI / 180)),
        Unary("Rad2Deg", x => x.Rad2Deg(), x => x * (180 / Math.PI), float32Tolerance: 1e-4),
        Unary("Frac", x => x.Frac(), x => x - Math.Truncate(x), avoid: s_wholes),
        Unary("Erfinv", x => x.Erfinv(), Erfinv, low: -0.9, high: 0.9, tolerance: 1e-11, float32Tolerance: 1e-4),
        Unary("Lgamma", x => x.Lgamma(), Lgamma, low: 0.25, high: 6, specialValues: Poles),
        Unary("Lgamma(negative)", x => x.Lgamma(), x => Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - Lgamma(1 - x), low: -2.9, high: -0.1, avoid: s_wholes, tolerance: 1e-11, float32Tolerance: 1e-3, specialValues: Poles),
        Unary("Digamma", x => x.Digamma(), Digamma, low: 0.5, high: 6, float32Tolerance: 1e-4, specialValues: Poles),
        Unary("Digamma(negative)", x => x.Digamma(), x => Digamma(1 - x) - Math.PI / Math.Tan(Math.PI * x), low: -1.8, high: -1.2, float32Tolerance: 1e-3, specialValues: Poles),
        Unary("Polygamma(0)", x => x.Polygamma(0), Digamma, low: 0.5, high: 4, float32Tolerance: 1e-4, specialValues: Poles),
        Unary("Polygamma(1)", x => x.Polygamma(1), x => Trigamma(x), low: 0.5, high: 4, float32Tolerance: 1e-4, specialValues: Poles),
        Unary("Polygamma(1, negative)", x => x.Polygamma(1), x => Math.Pow(Math.PI / Math.Sin(Math.PI * x), 2) - Trigamma(1 - x), low: -1.75, high: -1.25, float32Tolerance: 1e-2, specialValues: Poles),
        Unary("Logit", x => x.Logit(), x => Math.Log(x / (1 - x)), low: 0.1, high: 0.9),
        Unary("Logit(eps)", x => x.Logit(0.125), x => Math.Log(Math.Clamp(x, 0.125, 0.875) / (1 - Math.Clamp(x, 0.125, 0.875))), low: -0.5, high: 1.5, avoid: [0.125, 0.875]),
        Unary("Relu6", x => x.Relu6(), x => Math.Min(Math.Max(x, 0), 6), low: -2, high: 8, avoid: [0, 6]),
        Unary("Selu", x => x.Selu(), x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543773 * MathRows.Expm1(x)), avoid: [0]),
        Unary("Celu", x => x.Celu(1.5), x => x > 0 ? x : 1.5 * MathRows.Expm1(x / 1.5), avoid: [0]),
        Unary("Hardsigmoid", x => x.Hardsigmoid(), HardGate, low: -5, high: 5, avoid: [-3, 3]),
        Unary("Hardswish", x => x.Hardswish(), x => x * HardGate(x), low: -5, high: 5, avoid: [-3, 3]),
        Unary("Tanhshrink", x => x.Tanhshrink(), x => x - Math.Tanh(x)),
        Unary("Softshrink", x => x.Softshrink(), x => Math.Abs(x) <= 0.5 ? 0 : x - Math.CopySign(0.5, x), avoid: [-0.5, 0.5]),
        Unary("Hardshrink", x => x.Hardshrink(), x => Math.Abs(x) <= 0.5 ? 0 : x, avoid: [-0.5, 0.5]),
        Unary("Threshold", x => x.Threshold(1, -7), x => x <= 1 ? -7 : x, avoid: [1], integers: true),
        Unary("NanToNum", x => x.NanToNum(0.5, 9, -9), x => double.IsNaN(x) ? 0.5 : double.IsInfinity(x) ? Math.CopySign(9, x) : x),
        General("NanToNum(integers)", x => x[0].NanToNum(), s => [[s.Floats([2, 3])]], x => x[0], integers: true),
        Binary("Fmax", (x, y) => x.Fmax(y), (x, y) => x >= y || double.IsNaN(y) ? x : y, integers: true),
        Binary("Fmin", (x, y) => x.Fmin(y), (x, y) => x <= y || double.IsNaN(y) ? x : y, integers: true),
        Binary("LogAddExp", (x, y) => x.LogAddExp(y), (x, y) => x == y ? x + Math.Log(2) : Math.Max(x, y) + MathRows.Log1p(Math.Exp(-Math.Abs(x - y)))),
        Binary("LogAddExp2", (x, y) => x.LogAddExp2(y), (x, y) => x == y ? x + 1 : Math.Max(x, y) + MathRows.Log1p(Math.Pow(2, -Math.Abs(x - y))) / Math.Log(2)),
        Binary("Xlogy", (x, y) => x.Xlogy(y), (x, y) => x == 0 && !double.IsNaN(y) ? 0 : x * Math.Log(y), low: 0.25, high: 3),
        Binary("CopySign", (x, y) => x.CopySign(y), Math.CopySign, avoid: [0]),
        Unary("CopySign(scalar)", x => x.CopySign(-0.0), x => -Math.Abs(x), avoid: [0]),
        Binary("Fmod", (x, y) => x.Fmod(y), (x, y) => x % y, low: 2.0625, high: 4, integers: true),
        Unary("Fmod(scalar)", x => x.Fmod(3), x => x % 3, low: -8, high: 8, avoid: [-6, -3, 0, 3, 6], integers: true),
        Binary("Divide(floor)", (x, y) => x.Divide(y, DivisionRounding.Floor), (x, y) => Math.Floor(x / y), low: 2.0625, high: 4, integers: true, specialValues: "an infinite dividend has no remainder: NaN, as in PyTorch"),
        Binary("Divide(truncate)", (x, y) => x.Divide(y, DivisionRounding.Truncate), (x, y) => Math.Truncate(x / y), low: 2.0625, high: 4, integers: true),
        Unary("Divide(scalar, floor)", x => x.Divide(-3, DivisionRounding.Floor), x => Math.Floor(x / -3), low: -8, high: 8, avoid: [-6, -3, 0, 3, 6], integers: true, specialValues: "an infinite dividend has no remainder: NaN, as in PyTorch"),
        Binary("ClampMin", (x, y) => x.ClampMin(y), (x, y) => double.IsNaN(y) || x < y ? y : x, integers: true),
        Binary("ClampMax", (x, y) => x.ClampMax(y), (x, y) => double.IsNaN(y) || x > y ? y : x, integers: true),
        General("Clamp(tensors)", x => x[0].Clamp(x[1], x[2]), s => [[s.Floats([3, 4]), s.Floats([3, 1]), s.Floats([4])], [s.Floats([]), s.Floats([]), s.Floats([])]],
            x => NdArray.Build(x[0].Extents, i => Math.Min(Math.Max(x[0].Broadcast(i), x[1].Broadcast(i)), x[2].Broadcast(i))), integers: true),
        General("Addcmul", x => x[0].Addcmul(x[1], x[2], 3), s => [[s.Floats([3, 4]), s.Floats([3, 1]), s.Floats([4])]],
            x => NdArray.Build(x[0].Extents, i => x[0].Broadcast(i) + 3 * x[1].Broadcast(i) * x[2].Broadcast(i)), integers: true),
        General("Addcdiv", x => x[0].Addcdiv(x[1], x[2], 0.5), s => [[s.Floats([3, 4]), s.Floats([3, 1]), s.Floats([4], 0.5, 2)]],
            x => NdArray.Build(x[0].Extents, i => x[0].Broadcast(i) + 0.5 * x[1].Broadcast(i) / x[2].Broadcast(i))),
        General("Prelu", x => x[0].Prelu(x[1]), s => [[s.Floats([2, 3, 2], avoid: 0), s.Floats([3])], [s.Floats([2, 3], avoid: 0), s.Floats([3])], [s.Floats([4], avoid: 0), s.Floats([])], [s.Floats([], avoid: 0), s.Floats([1])]],
            x => NdArray.Build(x[0].Extents, i => x[0][i] > 0 ? x[0][i] : x[0][i] * x[1].Data[x[1].Size == 1 ? 0 : i[1]])),
        General("Glu", x => x[0].Glu(1), s => [[s.Floats([3, 4])], [s.Floats([2, 2, 3])], [s.Floats([2, 0])]],
            x => NdArray.Build([x[0].Extents[0], x[0].Extents[1] / 2, .. x[0].Extents[2..]], i => x[0][i] / (1 + Math.Exp(-x[0][[i[0], i[1] + x[0].Extents[1] / 2, .. i[2..]]])))),
        General("Softmin", x => x[0].Softmin(-1), s => [[s.Floats([3, 4])], [s.Floats([])]],
            x => NdArray.Build(x[0].Extents, i => x[0].Rank == 0 ? 1 : Math.Exp(-x[0][i]) / Enumerable.Range(0, x[0].Extents[^1]).Sum(k => Math.Exp(-x[0][[.. i[..^1], k]])))),
    ];

    private static double HardGate(double x) => Math.Min(Math.Max(x + 3, 0), 6) / 6;

    // Lanczos's approximation with g = 7
    private static double Lgamma(double x)
    {
        double[] c =
        [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
            12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        var sum = c[0];
        for (var k = 1; k < c.Length; k++) sum += c[k] / (x - 1 + k);
        var t = x + 6.5;
        return Math.Log(2 * Math.PI) / 2 + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }

    // far up, where few terms are enough
    private static double Digamma(double x)
    {
        var sum = 0.0;
        for (var k = 0; k < 400; k++, x++) sum += 1 / x;
        return Math.Log(x) - 1 / (2 * x) - 1 / (12 * x * x) + 1 / (120 * Math.Pow(x, 4)) - sum;
    }

    private static double Trigamma(double x)
    {
        var sum = 0.0;
        for (var k = 0; k < 400; k++, x++) sum += 1 / (x * x);
        return sum + 1 / x + 1 / (2 * x * x) + 1 / (6 * Math.Pow(x, 3)) - 1 / (30 * Math.Pow(x, 5));
    }

    private static double Erfinv(double x)
    {
        if (Math.Abs(x) < 1e-8) return x * Math.Sqrt(Math.PI) / 2;
        if (!(Math.Abs(x) < 1)) return Math.Abs(x) == 1 ? x * double.PositiveInfinity : double.NaN;
        var (low, high) = (-6.0, 6.0);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            if (1 - MathRows.Erfc(middle) < x) low = middle;
            else high = middle;
        }
        return low;
    }
}
