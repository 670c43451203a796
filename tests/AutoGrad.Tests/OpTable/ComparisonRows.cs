using AutoGrad.Ops;
using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class ComparisonRows
{
    public static IEnumerable<OpRow> All =>
    [
        Compare<LessOp>("Less", (x, y) => x < y, (x, y) => x < y),
        Compare<LessOrEqualOp>("LessOrEqual", (x, y) => x <= y, (x, y) => x <= y),
        Compare<GreaterOp>("Greater", (x, y) => x > y, (x, y) => x > y),
        Compare<GreaterOrEqualOp>("GreaterOrEqual", (x, y) => x >= y, (x, y) => x >= y),
        Compare<EqualToOp>("EqualTo", (x, y) => x.EqualTo(y), (x, y) => x == y),
        Compare<NotEqualToOp>("NotEqualTo", (x, y) => x.NotEqualTo(y), (x, y) => x != y),
        Test("Less(scalar)", x => x < 1, x => x < 1),
        Test("Less(of scalar)", x => 1 < x, x => 1 < x),
        Test("LessOrEqual(scalar)", x => x <= 1, x => x <= 1),
        Test("LessOrEqual(of scalar)", x => 1 <= x, x => 1 <= x),
        Test("Greater(scalar)", x => x > 1, x => x > 1),
        Test("Greater(of scalar)", x => 1 > x, x => 1 > x),
        Test("GreaterOrEqual(scalar)", x => x >= 1, x => x >= 1),
        Test("GreaterOrEqual(of scalar)", x => 1 >= x, x => 1 >= x),
        Test("EqualTo(scalar)", x => x.EqualTo(1), x => x == 1),
        Test("NotEqualTo(scalar)", x => x.NotEqualTo(1), x => x != 1),
        Test("IsNaN", x => x.IsNaN(), double.IsNaN).Covering(typeof(IsNaNOp)),
        Test("IsInfinity", x => x.IsInfinity(), double.IsInfinity).Covering(typeof(IsInfinityOp)),
        Test("IsFinite", x => x.IsFinite(), double.IsFinite).Covering(typeof(IsFiniteOp)),
        Logic<LogicalAndOp>("LogicalAnd", x => x[0] & x[1], (x, y) => x & y),
        Logic<LogicalOrOp>("LogicalOr", x => x[0] | x[1], (x, y) => x | y),
        Logic<LogicalXorOp>("LogicalXor", x => x[0] ^ x[1], (x, y) => x ^ y),
        Logic<LogicalNotOp>("LogicalNot", x => !x[0], (x, _) => !x),
        General("Where", x => Tensor.Where(x[0], x[1], x[2]),
            s =>
            [
                [s.Truths(2, 3), s.Floats([2, 3]), s.Floats([2, 3])], [s.Truths(3, 1), s.Floats([4]), s.Floats([3, 4])], [s.Truths(2, 3, 1), s.Floats([]), s.Floats([1, 4])],
                [s.Truths(4), s.Floats([2, 1]), s.Floats([2, 4])], [s.Truths(), s.Floats([]), s.Floats([])], [s.Truths(), s.Floats([2, 3]), s.Floats([3])], [s.Truths(1), s.Floats([0]), s.Floats([])],
            ],
            x => NdArray.Build(NdArray.BroadcastExtents(x), i => x[0].Broadcast(i) != 0 ? x[1].Broadcast(i) : x[2].Broadcast(i)), integers: true),
        General("Where(scalar, y)", x => Tensor.Where(x[0], 2, x[1]), Masked, x => NdArray.Build(NdArray.BroadcastExtents(x), i => x[0].Broadcast(i) != 0 ? 2 : x[1].Broadcast(i)), integers: true),
        General("Where(x, scalar)", x => Tensor.Where(x[0], x[1], 2), Masked, x => NdArray.Build(NdArray.BroadcastExtents(x), i => x[0].Broadcast(i) != 0 ? x[1].Broadcast(i) : 2), integers: true),
        General("MaskedFill", x => x[1].MaskedFill(x[0], -3), Masked, x => NdArray.Build(NdArray.BroadcastExtents(x), i => x[0].Broadcast(i) != 0 ? -3 : x[1].Broadcast(i)), integers: true),
    ];

    private static IEnumerable<Tensor[]> Masked(Sampler s) =>
        [[s.Truths(2, 3), s.Floats([2, 3])], [s.Truths(3), s.Floats([2, 3])], [s.Truths(2, 1), s.Floats([2, 3])], [s.Truths(), s.Floats([])], [s.Truths(1), s.Floats([0])]];

    private static OpRow Compare<TOp>(string name, Func<Tensor, Tensor, Tensor> run, Func<double, double, bool> formula) =>
        Binary(name, run, (x, y) => formula(x, y) ? 1 : 0, order: 0, integers: true).Covering(typeof(TOp));

    private static OpRow Test(string name, Func<Tensor, Tensor> run, Func<double, bool> formula) =>
        Unary(name, run, x => formula(x) ? 1 : 0, order: 0, integers: true);

    private static OpRow Logic<TOp>(string name, Func<Tensor[], Tensor> run, Func<bool, bool, bool> formula) =>
        General(name, run,
            s => [[s.Truths(2, 3), s.Truths(2, 3)], [s.Truths(2, 3), s.Truths(3)], [s.Truths(2, 3), s.Truths(2, 1)], [s.Truths(), s.Truths()], [s.Truths(0), s.Truths(1)]],
            x => NdArray.Build(x[0].Extents, i => formula(x[0].Broadcast(i) != 0, x[1].Broadcast(i) != 0) ? 1 : 0), order: 0).Covering(typeof(TOp));
}
