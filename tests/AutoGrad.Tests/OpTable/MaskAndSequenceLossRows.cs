using AutoGrad.Nn;
using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Losses of masks, and of sequences whose alignment is not known.</summary>
internal static class MaskAndSequenceLossRows
{
    private const int Frames = 4, Symbols = 3;

    private static readonly int[][] s_targets = [[1, 2], [2, 2]];

    public static IEnumerable<OpRow> All =>
    [
        General("Loss.Focal", x => Loss.Focal(x[0], x[1]), s => [[s.Floats([2, 3]), s.Floats([2, 3], 0.125, 0.875)]],
            x => Scalar(Enumerable.Range(0, 6).Average(i => Focal(Sigmoid(x[0].Data[i]), x[1].Data[i]))), tolerance: 1e-11),
        General("Loss.Dice", x => Loss.Dice(x[0].Sigmoid(), x[1], Reduction.None), s => [[s.Floats([2, 3]), s.Floats([2, 3], 0.125, 0.875)]],
            x => NdArray.Build([2], r => Dice([.. Enumerable.Range(0, 3).Select(c => Sigmoid(x[0][r[0], c]))], [.. Enumerable.Range(0, 3).Select(c => x[1][r[0], c])])), tolerance: 1e-11),
        General("Loss.Ctc", x => Loss.Ctc(x[0].LogSoftmax(2), Tensor.From([1L, 2, 2, 2], [2, 2]), Tensor.From([4L, 3]), Tensor.From([2L, 2])), s => [[s.Floats([Frames, 2, Symbols])]],
            x => Scalar(Enumerable.Range(0, 2).Average(b => -Math.Log(Spelled(x[0], b, Frames - b)) / 2)), tolerance: 1e-11),
    ];

    private static double Focal(double p, double y) => -(0.25 * y + 0.75 * (1 - y)) * Math.Pow(p * (1 - y) + (1 - p) * y, 2) * (y * Math.Log(p) + (1 - y) * Math.Log(1 - p));

    private static double Dice(double[] x, double[] y) => 1 - (2 * x.Zip(y, (a, b) => a * b).Sum() + 1) / (x.Sum() + y.Sum() + 1);

    /// <summary>The probability of all paths that spell a target, one path after another.</summary>
    private static double Spelled(NdArray x, int b, int frames)
    {
        var total = 0.0;
        for (var path = 0; path < (int)Math.Pow(Symbols, frames); path++)
        {
            var symbols = Enumerable.Range(0, frames).Select(t => path / (int)Math.Pow(Symbols, t) % Symbols).ToArray();
            if (!symbols.Where((s, t) => s != 0 && (t == 0 || symbols[t - 1] != s)).SequenceEqual(s_targets[b])) continue;
            total += Enumerable.Range(0, frames).Aggregate(1.0, (p, t) => p * Math.Exp(x[t, b, symbols[t]]) / Enumerable.Range(0, Symbols).Sum(s => Math.Exp(x[t, b, s])));
        }
        return total;
    }

    private static NdArray Scalar(double value) => new([value]);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
