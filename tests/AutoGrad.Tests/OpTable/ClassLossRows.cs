using AutoGrad.Nn;
using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Losses of scores for classes.</summary>
internal static class ClassLossRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("Loss.CrossEntropy(weight, ignored, smoothing)", x => Loss.CrossEntropy(x[0], x[1], weight: x[2], ignoreIndex: 2, labelSmoothing: 0.25),
            s => [[s.Floats([5, 4]), Tensor.From([1L, 2, 3, 2, 0]), s.Floats([4], 0.25, 2)]], x => Mean(x[0], x[1], x[2], 2, 0.25)),
        General("Loss.CrossEntropy(smoothing)", x => Loss.CrossEntropy(x[0], x[1], labelSmoothing: 0.125), s => [[s.Floats([3, 4]), s.Integers([3], 0, 4)]], x => Mean(x[0], x[1], null, -100, 0.125)),
        General("Loss.CrossEntropy(one row)", x => Loss.CrossEntropy(x[0], x[1]), s => [[s.Floats([3]), Tensor.Scalar(2L)]],
            x => new([Rows(new NdArray(x[0].Data, 1, 3), new NdArray(x[1].Data, 1), null, -100, 0).Single()])),
        General("Loss.CrossEntropy(images)", x => Loss.CrossEntropy(x[0], x[1], Reduction.None), s => [[s.Floats([2, 3, 2, 2]), s.Integers([2, 2, 2], 0, 3)]],
            x => new NdArray(Rows(Flat(x[0]), new NdArray(x[1].Data, 8), null, -100, 0), 2, 2, 2)),
        General("Loss.CrossEntropy(probabilities)", x => Loss.CrossEntropy(x[0], x[1], weight: x[2], labelSmoothing: 0.25), s => [[s.Floats([3, 4]), s.Floats([3, 4], 0, 1), s.Floats([4], 0.25, 2)]],
            x => new([Enumerable.Range(0, 3).Average(r => Enumerable.Range(0, 4).Sum(c => x[2][c] * (0.75 * x[1][r, c] + 0.0625) * Surprise(x[0], r, c)))])),
        General("Loss.Nll", x => Loss.Nll(x[0].LogSoftmax(1), x[1], weight: x[2], ignoreIndex: 1), s => [[s.Floats([5, 3]), Tensor.From([0, 1, 2, 1, 0]), s.Floats([3], 0.25, 2)]], x => Mean(x[0], x[1], x[2], 1, 0)),
        General("Loss.Nll(sum)", x => Loss.Nll(x[0], x[1], Reduction.Sum), s => [[s.Floats([3, 2]), Tensor.From([0L, -100, 1])]], x => new([-x[0][0, 0] - x[0][2, 1]])),
        General("Loss.MultiMargin", x => Loss.MultiMargin(x[0], x[1], margin: 0.75), s => [[s.Distinct(3, 4), s.Integers([3], 0, 4)], [s.Distinct(4), Tensor.Scalar(1L)]], x => MultiMargin(x, 1)),
        General("Loss.MultiMargin(squares, weight)", x => Loss.MultiMargin(x[0], x[1], p: 2, margin: 0.75, weight: x[2]), s => [[s.Distinct(3, 4), s.Integers([3], 0, 4), s.Floats([4], 0.5, 2)]], x => MultiMargin(x, 2)),
    ];

    private static double Surprise(NdArray x, int row, int c) => Math.Log(Enumerable.Range(0, x.Extents[1]).Sum(k => Math.Exp(x[row, k]))) - x[row, c];

    private static double[] Rows(NdArray x, NdArray targets, NdArray? weight, int ignored, double smoothing) =>
    [
        .. Enumerable.Range(0, x.Extents[0]).Select(r =>
        {
            var (target, classes) = ((int)targets[r], Enumerable.Range(0, x.Extents[1]));
            double Loss(int c) => (weight?[c] ?? 1) * Surprise(x, r, c);
            return target == ignored ? 0 : (1 - smoothing) * Loss(target) + smoothing / x.Extents[1] * classes.Sum(Loss);
        }),
    ];

    private static NdArray Mean(NdArray x, NdArray targets, NdArray? weight, int ignored, double smoothing) =>
        new([Rows(x, targets, weight, ignored, smoothing).Sum() / targets.Data.Where(t => t != ignored).Sum(t => weight?[(int)t] ?? 1)]);

    /// <summary>[images, classes, height, width] as rows of classes.</summary>
    private static NdArray Flat(NdArray x) => NdArray.Build([8, 3], i => x[i[0] / 4, i[1], i[0] % 4 / 2, i[0] % 2]);

    private static NdArray MultiMargin(NdArray[] x, int p)
    {
        var (scores, rows) = x[0].Rank == 1 ? (new NdArray(x[0].Data, 1, 4), 1) : (x[0], x[0].Extents[0]);
        return new([Enumerable.Range(0, rows).Average(r =>
        {
            var target = (int)x[1].Data[r];
            return Enumerable.Range(0, 4).Where(c => c != target).Sum(c => (p == 2 ? x[2][target] : 1) * Math.Pow(Math.Max(0, 0.75 - scores[r, target] + scores[r, c]), p)) / 4;
        })]);
    }
}
