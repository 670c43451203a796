using AutoGrad.Nn;
using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Losses of single elements and of vectors; one row with weights, one for each reduction.</summary>
internal static class ElementLossRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("Loss.L1", x => Loss.L1(x[0], x[1]), Apart, x => Mean(x, (p, t) => Math.Abs(p - t))),
        General("Loss.SmoothL1", x => Loss.SmoothL1(x[0], x[1], beta: 0.75), Pairs(-2, 2), x => Mean(x, (p, t) => Math.Abs(p - t) < 0.75 ? (p - t) * (p - t) / 1.5 : Math.Abs(p - t) - 0.375)),
        General("Loss.SmoothL1(beta 0)", x => Loss.SmoothL1(x[0], x[1], Reduction.Sum, beta: 0), Apart, x => Scalar(Each(x, (p, t) => Math.Abs(p - t)).Data.Sum())),
        General("Loss.Huber", x => Loss.Huber(x[0], x[1], Reduction.None, 0.75), Pairs(-2, 2), x => Each(x, (p, t) => Math.Abs(p - t) <= 0.75 ? (p - t) * (p - t) / 2 : 0.75 * (Math.Abs(p - t) - 0.375))),
        General("Loss.BinaryCrossEntropy", x => Loss.BinaryCrossEntropy(x[0].Sigmoid(), x[1], weight: x[2]), s => [[s.Floats([2, 3]), s.Floats([2, 3], 0.125, 0.875), s.Floats([3])]],
            x => Scalar(NdArray.Build([2, 3], i => -x[2][i[1]] * (x[1][i] * Math.Log(Sigmoid(x[0][i])) + (1 - x[1][i]) * Math.Log(Sigmoid(-x[0][i])))).Data.Average()), tolerance: 1e-11),
        General("Loss.BinaryCrossEntropyWithLogits(weights)", x => Loss.BinaryCrossEntropyWithLogits(x[0], x[1], weight: x[2], posWeight: x[3]), s => [[s.Floats([2, 3]), s.Floats([2, 3], 0.125, 0.875), s.Floats([3]), s.Floats([2, 1], 0.5, 2)]],
            x => Scalar(NdArray.Build([2, 3], i => -x[2][i[1]] * (x[3][i[0], 0] * x[1][i] * Math.Log(Sigmoid(x[0][i])) + (1 - x[1][i]) * Math.Log(Sigmoid(-x[0][i])))).Data.Average())),
        General("Loss.KlDiv", x => Loss.KlDiv(x[0], x[1]), Pairs(0.125, 2), x => Mean(x, (p, t) => t * (Math.Log(t) - p))),
        General("Loss.KlDiv(log target)", x => Loss.KlDiv(x[0], x[1], Reduction.BatchMean, logTarget: true), s => [[s.Floats([3, 2]), s.Floats([3, 2])]], x => Scalar(Each(x, (p, t) => Math.Exp(t) * (t - p)).Data.Sum() / 3)),
        General("Loss.PoissonNll", x => Loss.PoissonNll(x[0], x[1]), Pairs(0, 4), x => Mean(x, (p, t) => Math.Exp(p) - t * p)),
        General("Loss.PoissonNll(full)", x => Loss.PoissonNll(x[0].Exp(), x[1], logInput: false, full: true), s => [[s.Floats([2, 3]), s.Floats([2, 3], 0, 4, 1)]],
            x => Mean(x, (p, t) => Math.Exp(p) - t * Math.Log(Math.Exp(p) + 1e-8) + (t > 1 ? t * Math.Log(t) - t + 0.5 * Math.Log(2 * Math.PI * t) : 0))),
        General("Loss.GaussianNll", x => Loss.GaussianNll(x[0], x[1], x[2], full: true), s => [[s.Floats([2, 3]), s.Floats([2, 3]), s.Floats([2, 3], 0.5, 2)], [s.Floats([2, 3]), s.Floats([2, 3]), s.Floats([2], 0.5, 2)]],
            x => Scalar(NdArray.Build([2, 3], i => 0.5 * (Math.Log(2 * Math.PI) + Math.Log(x[2][i[..x[2].Rank]]) + Math.Pow(x[0][i] - x[1][i], 2) / x[2][i[..x[2].Rank]])).Data.Average())),
        General("Loss.HingeEmbedding", x => Loss.HingeEmbedding(x[0], Signs(x[0]), margin: 0.75), s => [[s.Floats([6], avoid: [0.75])]], x => Scalar(x[0].Data.Select((v, i) => i % 2 == 0 ? v : Math.Max(0, 0.75 - v)).Average())),
        General("Loss.CosineEmbedding", x => Loss.CosineEmbedding(x[0], x[1], Signs(x[0].Select(-1, 0)), margin: -0.9), s => [[s.Floats([4, 3]), s.Floats([4, 3])]],
            x => Scalar(Enumerable.Range(0, 4).Average(r => r % 2 == 0 ? 1 - Cosine(x[0], x[1], r) : Math.Max(0, Cosine(x[0], x[1], r) + 0.9))), tolerance: 1e-11),
        General("Loss.MarginRanking", x => Loss.MarginRanking(x[0], x[1], Signs(x[0]), margin: 0.5), s => [[s.Distinct(6), s.Floats([6], -0.0625, 0.0625)]],
            x => Scalar(x[0].Data.Zip(x[1].Data).Select((p, i) => Math.Max(0, 0.5 - (i % 2 == 0 ? 1 : -1) * (p.First - p.Second))).Average())),
        General("Loss.TripletMargin", x => Loss.TripletMargin(x[0], x[1], x[2], swap: true), s => [[s.Floats([4, 3]), s.Floats([4, 3]), s.Floats([4, 3])]],
            x => Scalar(Enumerable.Range(0, 4).Average(r => Math.Max(0, 1 + Distance(x[0], x[1], r) - Math.Min(Distance(x[0], x[2], r), Distance(x[1], x[2], r)))))),
        General("Loss.SoftMargin", x => Loss.SoftMargin(x[0], x[1]), Pairs(-1, 1), x => Mean(x, (p, t) => Math.Log(1 + Math.Exp(-t * p)))),
        General("Loss.MultilabelSoftMargin", x => Loss.MultilabelSoftMargin(x[0], x[1], Reduction.None, x[2]), s => [[s.Floats([2, 3]), s.Floats([2, 3], 0, 1), s.Floats([3])]],
            x => NdArray.Build([2], r => -Enumerable.Range(0, 3).Average(c => x[2][c] * (x[1][r[0], c] * Math.Log(Sigmoid(x[0][r[0], c])) + (1 - x[1][r[0], c]) * Math.Log(Sigmoid(-x[0][r[0], c])))))),
    ];

    private static Func<Sampler, IEnumerable<Tensor[]>> Pairs(double low, double high) =>
        s => new int[][] { [], [5], [2, 3] }.Select(e => new[] { s.Floats(e), s.Floats(e, low, high) });

    private static IEnumerable<Tensor[]> Apart(Sampler s) => new int[][] { [1], [2, 3] }.Select(e => new[] { s.Floats(e, 0.25, 2), s.Floats(e, -2, 0) });

    /// <summary>1, −1, 1, ... in the shape and type of x.</summary>
    private static Tensor Signs(Tensor x) => (1 - 2 * (Tensor.Arange(x.Size) % 2)).To(x.DType).Reshape(x.Shape);

    private static NdArray Each(NdArray[] x, Func<double, double, double> formula) => new([.. x[0].Data.Zip(x[1].Data, formula)], x[0].Extents);

    private static NdArray Mean(NdArray[] x, Func<double, double, double> formula) => Scalar(Each(x, formula).Data.Average());

    private static NdArray Scalar(double value) => new([value]);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Cosine(NdArray x, NdArray y, int r)
    {
        double Dot(NdArray a, NdArray b) => Enumerable.Range(0, a.Extents[1]).Sum(k => a[r, k] * b[r, k]);
        return Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
    }

    private static double Distance(NdArray x, NdArray y, int r) => Math.Sqrt(Enumerable.Range(0, x.Extents[1]).Sum(k => Math.Pow(x[r, k] - y[r, k] + 1e-6, 2)));
}
