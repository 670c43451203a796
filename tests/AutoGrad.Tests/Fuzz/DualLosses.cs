using static AutoGrad.Tests.Fuzz.HyperDual;

namespace AutoGrad.Tests.Fuzz;

/// <summary>The losses that are no pointwise formula once more, over hyper-dual numbers.</summary>
internal static class DualLosses
{
    public static Dictionary<string, Func<DualArray[], int[], DualArray>> All { get; } = new()
    {
        ["Loss.Mse"] = (x, _) => new([DualReductions.Mean([.. x[0].Data.Zip(x[1].Data, (p, t) => (p - t) * (p - t))])]),
        ["Loss.L1"] = (x, _) => new([DualReductions.Sum([.. x[0].Data.Zip(x[1].Data, (p, t) => Abs(p - t))])]),
        ["Loss.CrossEntropy"] = (x, a) => Mean(x[0], a, (row, target) => -Log(DualReductions.Softmax(row)[target])),
        ["Loss.MultiMargin"] = (x, a) => Mean(x[0], a, (row, target) => DualReductions.Sum([.. row.Where((_, k) => k != target).Select(v => Max(0, 1 - row[target] + v))]) / row.Length),
    };

    private static DualArray Mean(DualArray x, int[] targets, Func<HyperDual[], int, HyperDual> loss) =>
        new([DualReductions.Mean([.. targets.Select((target, row) => loss(x.Line([row, 0], 1), target))])]);
}
