using AutoGrad.Nn;
using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class LossRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("Loss.Mse", x => Loss.Mse(x[0], x[1]), Pairs(-2, 2),
            x => Scalar(Pointwise(x, (p, t) => (p - t) * (p - t)).Average())),
        General("Loss.Mse(none)", x => Loss.Mse(x[0], x[1], Reduction.None), Pairs(-2, 2),
            x => new NdArray(Pointwise(x, (p, t) => (p - t) * (p - t)), x[0].Extents)),
        General("Loss.BinaryCrossEntropyWithLogits", x => Loss.BinaryCrossEntropyWithLogits(x[0], x[1]), Pairs(1.0 / 16, 15.0 / 16),
            x => Scalar(Pointwise(x, BinaryCrossEntropy).Average())),
        General("Loss.BinaryCrossEntropyWithLogits(sum)", x => Loss.BinaryCrossEntropyWithLogits(x[0], x[1], Reduction.Sum), Pairs(1.0 / 16, 15.0 / 16),
            x => Scalar(Pointwise(x, BinaryCrossEntropy).Sum())),
        General("Loss.CrossEntropy", x => Loss.CrossEntropy(x[0], x[1]), Classes,
            x => Scalar(CrossEntropies(x).Average())),
        General("Loss.CrossEntropy(none)", x => Loss.CrossEntropy(x[0], x[1], Reduction.None), Classes,
            x => new NdArray(CrossEntropies(x), x[1].Extents)),
    ];

    private static Func<Sampler, IEnumerable<Tensor[]>> Pairs(double low, double high) =>
        s => new int[][] { [], [1], [5], [2, 3], [3, 1, 4] }.Select(e => new[] { s.Floats(e), s.Floats(e, low, high) });

    private static IEnumerable<Tensor[]> Classes(Sampler s) =>
        new (int Rows, int Classes)[] { (1, 1), (1, 4), (3, 2), (5, 7) }.Select(c => new[] { s.Floats([c.Rows, c.Classes]), s.Integers([c.Rows], 0, c.Classes) });

    private static double[] Pointwise(NdArray[] x, Func<double, double, double> formula) => [.. x[0].Data.Zip(x[1].Data, formula)];

    private static NdArray Scalar(double value) => new([value]);

    private static double BinaryCrossEntropy(double x, double y) => -y * Math.Log(1 / (1 + Math.Exp(-x))) - (1 - y) * Math.Log(1 / (1 + Math.Exp(x)));

    private static double[] CrossEntropies(NdArray[] x) =>
    [
        .. Enumerable.Range(0, x[0].Extents[0]).Select(row =>
        {
            var scores = Enumerable.Range(0, x[0].Extents[1]).Select(c => x[0][row, c]).ToArray();
            return Math.Log(scores.Sum(Math.Exp)) - scores[(int)x[1][row]];
        }),
    ];
}
