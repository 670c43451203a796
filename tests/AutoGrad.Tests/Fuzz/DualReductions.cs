using AutoGrad.Tests.OpTable;
using static AutoGrad.Tests.Fuzz.HyperDual;

namespace AutoGrad.Tests.Fuzz;

/// <summary>Reductions, scans, softmax and sorting once more, over hyper-dual numbers.</summary>
internal static class DualReductions
{
    public static Dictionary<string, Func<DualArray[], int[], DualArray>> All { get; } = new()
    {
        ["Sum"] = Whole(Sum),
        ["Sum(axis)"] = Along(Sum),
        ["Sum(axes)"] = Axes(Sum, keep: true),
        ["Mean"] = Whole(Mean),
        ["Mean(axis)"] = Along(Mean, keep: true),
        ["Mean(axes)"] = Axes(Mean),
        ["Prod"] = Whole(Product),
        ["Prod(axis)"] = Along(Product),
        ["Max"] = Whole(Largest),
        ["Max(axis)"] = Along(Largest),
        ["MaxWithIndices"] = Along(Largest, keep: true),
        ["Min(axis)"] = Along(Smallest, keep: true),
        ["Min(axes)"] = Axes(Smallest),
        ["Aminmax"] = Axes(v => Largest(v) - Smallest(v)),
        ["Var(axis)"] = Along(v => Variance(v, 1)),
        ["Var(axes)"] = Axes(v => Variance(v, 0), keep: true),
        ["Std(axis)"] = Along(v => Sqrt(Variance([.. v, .. v.Select(e => e + 5)], 1)), keep: true),
        ["LogSumExp"] = Whole(LogSumExp),
        ["LogSumExp(axis)"] = Along(LogSumExp, keep: true),
        ["LogSumExp(axes)"] = Axes(LogSumExp),
        ["Norm"] = Whole(Norm),
        ["Norm(axis)"] = Along(Norm),
        ["VectorNorm(3)"] = Along(v => Pow(Sum([.. v.Select(e => Abs(e) * e * e)]), 1.0 / 3)),
        ["VectorNorm(1)"] = Along(v => Sum(Array.ConvertAll(v, Abs)), keep: true),
        ["VectorNorm(infinity)"] = Whole(v => Largest(Array.ConvertAll(v, Abs))),
        ["NanSum(axis)"] = Along(Sum),
        ["NanMean"] = Whole(Mean),
        ["Cumsum"] = Lines(v => Running(v, Sum)),
        ["Cumprod"] = Lines(v => Running(v, Product)),
        ["LogCumsumExp"] = Lines(v => Running(v, LogSumExp)),
        ["Cummax"] = Lines(v => Running(v, Largest)),
        ["Cummin"] = Lines(v => Running(v, Smallest)),
        ["Diff"] = Lines(v => [.. v.Skip(1).Select((e, k) => e - v[k])]),
        ["Trapezoid"] = Along(v => Sum([.. v.Skip(1).Select((e, k) => (e + v[k]) / 4)])),
        ["Softmax"] = Lines(v => Softmax(v)),
        ["LogSoftmax"] = Lines(v => Array.ConvertAll(v, e => e - LogSumExp(v))),
        ["Softmin"] = Lines(v => Softmax(Array.ConvertAll(v, e => -e))),
        ["Sort"] = Lines(Sorted),
        ["Sort(descending)"] = Lines(v => [.. Sorted(v).Reverse()]),
        ["TopK"] = Lines(v => [.. Sorted(v).Reverse().Take(2)]),
        ["TopK(smallest)"] = Lines(v => [.. Sorted(v).Take(1)]),
        ["KthValue"] = Along(v => Sorted(v)[1]),
        ["Median"] = Whole(Median),
        ["Median(axis)"] = Along(Median),
        ["MedianWithIndices"] = Along(Median, keep: true),
        ["Quantile"] = Whole(v => Quantile(v, 0.3)),
        ["Quantile(axis)"] = Along(v => Quantile(v, 0.7), keep: true),
        ["Bincount"] = (x, a) => DualArray.Build([a.Max() + 1], i => Sum([.. x[0].Data.Where((_, k) => a[k] == i[0])])),
        ["Glu"] = (x, a) => x[0].Along(a[0], v => [.. v[..(v.Length / 2)].Zip(v[(v.Length / 2)..], (p, q) => p * Sigmoid(q))]),
        ["Prelu"] = (x, _) => Mean(x[1].Data) is var slope ? x[0].Map(v => v.V > 0 ? v : slope * v) : x[0],
        ["Normalize"] = Lines(v => Array.ConvertAll(v, e => (e + 3) / Norm(Array.ConvertAll(v, u => u + 3)))),
        ["LayerNorm"] = (x, _) => Scaled(x[0].Along(-1, v => Standardized(v)), x[1], x[2], i => i[^1]),
        ["LayerNorm(two axes)"] = (x, _) =>
        {
            var flat = x[0].As([.. x[0].Extents[..^2], x[0].Extents[^2] * x[0].Extents[^1]]);
            return flat.Along(-1, v => Standardized(v)).As(x[0].Extents);
        },
        ["RmsNorm"] = (x, _) => Scaled(x[0].Along(-1, v => Array.ConvertAll(v, e => e / Sqrt(Mean(Array.ConvertAll(v, u => u * u)) + 0.1))), x[1], null, i => i[^1]),
        ["BatchNorm(training)"] = (x, _) =>
        {
            var channels = Enumerable.Range(0, x[0].Extents[1]).Select(c => OpTable.NdArray.Indices(x[0].Extents).Where(i => i[1] == c).Select(i => x[0][i]).ToArray()).ToArray();
            return Scaled(DualArray.Build(x[0].Extents, i => Standard(x[0][i], channels[i[1]])), x[1], x[2], i => i[1]);
        },
        ["BatchNorm(evaluation)"] = (x, _) => Scaled(DualViews.Tiled(x[0], [1, 1, 16]).Map(v => (v - 0.5) / Sqrt(2.1)), x[1], x[2], i => i[1]),
        ["GroupNorm"] = (x, _) => Scaled(x[0].As(x[0].Extents[0], x[0].Size / x[0].Extents[0]).Along(1, v => Standardized(v)).As(x[0].Extents), x[1], x[2], i => i[1]),
        ["InstanceNorm"] = Last(v => Standardized(v)),
        ["Dropout"] = (x, _) => new DualArray([.. x[0].Data.Select((e, i) => DropoutMask.Keeps(11, i, 0.3) ? e / 0.7 : 0 * e)], x[0].Extents),
        ["LocalResponseNorm"] = (x, _) => x[0].Along(1, v => [.. v.Select((e, c) => e / Pow(1 + 0.25 * (e * e + (c > 0 ? v[c - 1] * v[c - 1] : 0)), 0.75))]),
    };

    public static HyperDual Sum(HyperDual[] v) => v.Aggregate((HyperDual)0, (a, b) => a + b);

    public static HyperDual Mean(HyperDual[] v) => Sum(v) / v.Length;

    public static HyperDual Largest(HyperDual[] v) => v.Aggregate(Max);

    public static HyperDual[] Softmax(HyperDual[] v) => Sum(Array.ConvertAll(v, Exp)) is var total ? Array.ConvertAll(v, e => Exp(e) / total) : [];

    private static HyperDual Product(HyperDual[] v) => v.Aggregate((HyperDual)1, (a, b) => a * b);

    private static HyperDual Smallest(HyperDual[] v) => v.Aggregate(Min);

    private static HyperDual LogSumExp(HyperDual[] v) => Log(Sum(Array.ConvertAll(v, Exp)));

    private static HyperDual Norm(HyperDual[] v) => Sqrt(Sum(Array.ConvertAll(v, e => e * e)));

    private static HyperDual Variance(HyperDual[] v, int correction) => Mean(v) is var mean ? Sum(Array.ConvertAll(v, e => (e - mean) * (e - mean))) / (v.Length - correction) : default;

    private static HyperDual[] Sorted(HyperDual[] v) => [.. v.OrderBy(e => e.V)];

    private static HyperDual Median(HyperDual[] v) => Sorted(v)[(v.Length - 1) / 2];

    private static HyperDual Quantile(HyperDual[] v, double q)
    {
        var (sorted, place) = (Sorted(v), q * (v.Length - 1));
        var below = (int)Math.Floor(place);
        return below + 1 < v.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private static HyperDual[] Running(HyperDual[] v, Func<HyperDual[], HyperDual> reduce) => [.. v.Select((_, k) => reduce(v[..(k + 1)]))];

    private static HyperDual Standard(HyperDual e, HyperDual[] group) => (e - Mean(group)) / Sqrt(Variance(group, 0) + 0.1);

    private static HyperDual[] Standardized(HyperDual[] v)
    {
        var (mean, deviation) = (Mean(v), Sqrt(Variance(v, 0) + 0.1));
        return Array.ConvertAll(v, e => (e - mean) / deviation);
    }

    private static DualArray Scaled(DualArray x, DualArray weight, DualArray? bias, Func<int[], int> channel) =>
        DualArray.Build(x.Extents, i => x[i] * weight.Data[channel(i)] + (bias?.Data[channel(i)] ?? 0));

    private static Func<DualArray[], int[], DualArray> Whole(Func<HyperDual[], HyperDual> reduce) => (x, _) => new DualArray([reduce(x[0].Data)]);

    private static Func<DualArray[], int[], DualArray> Along(Func<HyperDual[], HyperDual> reduce, bool keep = false) => (x, a) => x[0].Reduce([a[0]], keep, reduce);

    private static Func<DualArray[], int[], DualArray> Axes(Func<HyperDual[], HyperDual> reduce, bool keep = false) => (x, a) => x[0].Reduce(a, keep, reduce);

    private static Func<DualArray[], int[], DualArray> Lines(Func<HyperDual[], HyperDual[]> map) => (x, a) => x[0].Along(a[0], map);

    private static Func<DualArray[], int[], DualArray> Last(Func<HyperDual[], HyperDual[]> map) => (x, _) => x[0].Along(-1, map);
}
