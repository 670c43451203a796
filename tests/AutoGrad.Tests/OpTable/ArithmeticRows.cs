using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class ArithmeticRows
{
    private static readonly double[] s_wholes = [-2, -1, 0, 1, 2], s_halves = [-1.5, -0.5, 0.5, 1.5];

    public static IEnumerable<OpRow> All =>
    [
        Binary("Add", (x, y) => x + y, (x, y) => x + y, integers: true),
        Unary("Add(scalar)", x => x + 3, x => x + 3, integers: true),
        Binary("Subtract", (x, y) => x - y, (x, y) => x - y, integers: true),
        Unary("Subtract(from scalar)", x => 3 - x, x => 3 - x, integers: true),
        Binary("Multiply", (x, y) => x * y, (x, y) => x * y, integers: true),
        Unary("Multiply(scalar)", x => x * 3, x => x * 3, integers: true),
        Unary("Negate", x => -x, x => -x, integers: true),
        Binary("Divide", (x, y) => x / y, (x, y) => x / y, low: 0.5, high: 3),
        Unary("Divide(scalar)", x => x / 3, x => x / 3),
        Unary("Divide(into scalar)", x => 3 / x, x => 3 / x, avoid: [0]),
        Binary("Remainder", (x, y) => x % y, Remainder, low: 2.0625, high: 4, integers: true),
        Unary("Remainder(scalar)", x => x % 3, x => Remainder(x, 3), low: -8, high: 8, avoid: [-6, -3, 0, 3, 6], integers: true),
        Unary("Remainder(of scalar)", x => 7 % x, x => Remainder(7, x), low: -3.4, high: -2.5, integers: true),
        Binary("Maximum", (x, y) => x.Maximum(y), Math.Max, integers: true),
        Binary("Minimum", (x, y) => x.Minimum(y), Math.Min, integers: true),
        Unary("Clamp", x => x.Clamp(-1, 1), x => Math.Min(Math.Max(x, -1), 1), avoid: [-1, 1], integers: true),
        Unary("Clamp(min)", x => x.Clamp(min: -1), x => Math.Max(x, -1), avoid: [-1], integers: true),
        Unary("Clamp(max)", x => x.Clamp(max: 1), x => Math.Min(x, 1), avoid: [1], integers: true),
        Unary("Abs", x => x.Abs(), Math.Abs, avoid: [0], integers: true),
        Unary("Sign", x => x.Sign(), x => x > 0 ? 1 : x < 0 ? -1 : 0, avoid: [0], integers: true),
        Unary("Floor", x => x.Floor(), Math.Floor, avoid: s_wholes),
        Unary("Ceiling", x => x.Ceiling(), Math.Ceiling, avoid: s_wholes),
        Unary("Truncate", x => x.Truncate(), Math.Truncate, avoid: s_wholes),
        Unary("Round", x => x.Round(), x => Math.Round(x, MidpointRounding.ToEven), avoid: s_halves),
        Unary("Square", x => x.Square(), x => x * x, integers: true),
        Unary("Reciprocal", x => x.Reciprocal(), x => 1 / x, low: 0.25, high: 3),
        Unary("Sqrt", x => x.Sqrt(), Math.Sqrt, low: 0.25, high: 3),
        Unary("Rsqrt", x => x.Rsqrt(), x => 1 / Math.Sqrt(x), low: 0.25, high: 3),
        Unary("Pow(2.5)", x => x.Pow(2.5), x => Math.Pow(x, 2.5), low: 0.25, high: 3),
        Unary("Pow(3)", x => x.Pow(3), x => Math.Pow(x, 3)),
        Unary("Pow(2)", x => x.Pow(2), x => Math.Pow(x, 2)),
        Unary("Pow(1)", x => x.Pow(1), x => x),
        Unary("Pow(0)", x => x.Pow(0), _ => 1),
        Unary("Pow(-1)", x => x.Pow(-1), x => 1 / x, avoid: [0]),
        Binary("Pow", (x, y) => x.Pow(y), Math.Pow, low: 0.25, high: 3),
        Unary("Pow(of scalar)", x => Tensor.Pow(2.5, x), x => Math.Pow(2.5, x)),
        General("Lerp", x => x[0].Lerp(x[1], x[2]),
            s => [[s.Floats([2, 3]), s.Floats([3]), s.Floats([2, 1], 0, 1)], [s.Floats([]), s.Floats([]), s.Floats([])], [s.Floats([0]), s.Floats([1]), s.Floats([])]],
            x => NdArray.Build(NdArray.BroadcastExtents(x), i => (1 - x[2].Broadcast(i)) * x[0].Broadcast(i) + x[2].Broadcast(i) * x[1].Broadcast(i))),
        General("Lerp(near)", x => x[0].Lerp(x[1], 0.25), Pairs, x => NdArray.Build(NdArray.BroadcastExtents(x), i => 0.75 * x[0].Broadcast(i) + 0.25 * x[1].Broadcast(i))),
        General("Lerp(far)", x => x[0].Lerp(x[1], 0.75), Pairs, x => NdArray.Build(NdArray.BroadcastExtents(x), i => 0.25 * x[0].Broadcast(i) + 0.75 * x[1].Broadcast(i))),
    ];

    private static IEnumerable<Tensor[]> Pairs(Sampler s) => [[s.Floats([2, 3]), s.Floats([3])], [s.Floats([]), s.Floats([])], [s.Floats([0, 2]), s.Floats([2])]];

    private static double Remainder(double x, double y)
    {
        var remainder = Math.IEEERemainder(x, y);       // within ±y/2
        if (double.IsInfinity(y) && double.IsFinite(x)) remainder = x;
        if (remainder == 0) return Math.CopySign(0, x);
        return remainder < 0 != y < 0 ? remainder + y : remainder;
    }
}
