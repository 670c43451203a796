using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Sorting and what rests on it, running products and extremes, and the rarer reductions.</summary>
internal static class OrderingRows
{
    public static IEnumerable<OpRow> All =>
    [
        Scan("Cumprod", x => x.Cumprod(1), v => Running(v, (a, b) => a * b), integers: true),
        General("Cumprod(zeros)", x => x[0].Cumprod(-1), _ => [[Tensor.From([2.0, 0, 3, 0, 5, 0, 1, 2, 3, 4, 5, 6], [3, 4])], [Tensor.From([1.5, 0, 0, 0])], [Tensor.Full([], 3, DType.Float64)]],
            x => x[0].Rank == 0 ? x[0] : Along(x[0], -1, v => Running(v, (a, b) => a * b))),
        Scan("LogCumsumExp", x => x.LogCumsumExp(1), v => Running(v, (a, b) => Math.Log(Math.Exp(a) + Math.Exp(b)))),
        Scans("Cummax", x => Pair(x.Cummax(1)), (a, b) => b >= a),
        Scans("Cummin", x => Pair(x.Cummin(1)), (a, b) => b <= a),
        General("Diff", x => x[0].Diff(), Floats([3, 5], [2], [1], [2, 0]), x => Along(x[0], -1, Differences), integers: true),
        General("Diff(twice)", x => x[0].Diff(2, 0), Floats([4, 2], [3]), x => Along(x[0], 0, v => Differences(Differences(v))), integers: true),
        General("Diff(ends)", x => x[0].Diff(1, 0, x[1], x[2]), s => [[s.Floats([3]), s.Floats([2]), s.Floats([1])]], x => new(Differences([.. x[1].Data, .. x[0].Data, .. x[2].Data]), 5), integers: true),
        General("Trapezoid", x => x[0].Trapezoid(0.25), Floats([2, 5], [4], [1], [2, 0]), x => Reduce(x[0], -1, v => Differences(v).Select((_, k) => (v[k] + v[k + 1]) / 8).Sum())),
        General("Trapezoid(places)", x => x[0].Trapezoid(x[1], 0), s => [[s.Floats([4, 2]), s.Floats([4])], [s.Floats([3]), s.Floats([3])]],
            x => Reduce(x[0], 0, v => Differences(x[1].Data).Select((d, k) => d * (v[k] + v[k + 1]) / 2).Sum())),
        Several("Sort", x => Pair(x[0].Sort()), Distinct([3, 4], [5], [2, 0], [1]), x => [Along(x[0], -1, v => [.. v.Order()]), Along(x[0], -1, v => Order(v))]),
        Several("Sort(descending)", x => Pair(x[0].Sort(0, descending: true)), Distinct([3, 4], [2, 3, 2]), x => [Along(x[0], 0, v => [.. v.OrderDescending()]), Along(x[0], 0, v => [.. Order(v).Reverse()])]),
        Several("Sort(scalar)", x => Pair(x[0].Sort()), Distinct([]), x => [x[0], NdArray.Zeros()]),
        General("Argsort", x => x[0].Argsort(0), Distinct([3, 4], [5]), x => Along(x[0], 0, v => Order(v)), order: 0, integers: false),
        Several("TopK", x => Pair(x[0].TopK(2, 0)), Distinct([3, 4], [2]), x => [Along(x[0], 0, v => [.. v.OrderDescending().Take(2)]), Along(x[0], 0, v => [.. Order(v).Reverse().Take(2)])]),
        Several("TopK(smallest)", x => Pair(x[0].TopK(1, -1, largest: false)), Distinct([3, 4], [2], []), x => x[0].Rank == 0 ? [x[0], NdArray.Zeros()] : [Along(x[0], -1, v => [v.Min()]), Along(x[0], -1, v => [Order(v)[0]])]),
        Several("KthValue", x => Pair(x[0].KthValue(2, 1)), Distinct([3, 4], [2, 3, 2]), x => [Reduce(x[0], 1, v => v.Order().ElementAt(1)), Reduce(x[0], 1, v => Order(v)[1])]),
        Several("KthValue(keepDims)", x => Pair(x[0].KthValue(1, keepDims: true)), Distinct([3, 4], [1]), x => [Along(x[0], -1, v => [v.Min()]), Along(x[0], -1, v => [Order(v)[0]])]),
        General("Median", x => x[0].Median(), Distinct([7], [3, 4], [], [50]), x => new([x[0].Data.Order().ElementAt((x[0].Size - 1) / 2)]), integers: false),
        General("Median(axis)", x => x[0].Median(0), Distinct([3, 4], [6]), x => Reduce(x[0], 0, v => v.Order().ElementAt((v.Length - 1) / 2))),
        Several("MedianWithIndices", x => Pair(x[0].MedianWithIndices(-1, keepDims: true)), Distinct([3, 4], [2, 3, 5]), x => [Along(x[0], -1, v => [v.Order().ElementAt((v.Length - 1) / 2)]), Along(x[0], -1, v => [Order(v)[(v.Length - 1) / 2]])]),
        General("Quantile", x => x[0].Quantile(0.3), Distinct([7], [3, 4], []), x => new([At(x[0].Data, 0.3)])),
        General("Quantile(axis)", x => x[0].Quantile(0.7, 1), Distinct([3, 5], [2, 4, 2]), x => Reduce(x[0], 1, v => At(v, 0.7))),
        General("Quantile(several)", x => x[0].Quantile(Tensor.From([0.0, 0.35, 1]), 1, keepDims: true), Distinct([3, 5]), x => NdArray.Build([3, 3, 1], i => At(Line(x[0], 1, [i[1], 0]), new[] { 0, 0.35, 1 }[i[0]]))),
        Mode(QuantileInterpolation.Lower, p => Math.Floor(p)),
        Mode(QuantileInterpolation.Higher, p => Math.Ceiling(p)),
        Mode(QuantileInterpolation.Nearest, p => Math.Round(p, MidpointRounding.ToEven)),
        Mode(QuantileInterpolation.Midpoint, p => (Math.Floor(p) + Math.Ceiling(p)) / 2),
        Several("Unique", x => { var (values, inverse, counts) = x[0].Unique(); return [values, inverse, counts]; }, s => [[s.Integers([2, 5], 0, 4)], [s.Floats([4])], [s.Floats([0])], [s.Floats([])]], Unique, order: 0),
        General("SearchSorted", x => x[0].SearchSorted(x[1]), Sequences, x => NdArray.Build(x[1].Extents, i => x[0].Data.Count(v => v < x[1][i])), order: 0, integers: true),
        General("SearchSorted(right)", x => x[0].SearchSorted(x[1], right: true), Sequences, x => NdArray.Build(x[1].Extents, i => x[0].Data.Count(v => v <= x[1][i])), order: 0, integers: true),
        General("SearchSorted(several)", x => x[0].SearchSorted(x[1]), s => [[Tensor.From([1.0, 2, 3, 0, 5, 5], [2, 3]), s.Floats([2, 4], 0, 6)]],
            x => NdArray.Build([2, 4], i => Line(x[0], 1, [i[0], 0]).Count(v => v < x[1][i])), order: 0),
        General("Bucketize", x => x[1].Bucketize(x[0]), Sequences, x => NdArray.Build(x[1].Extents, i => x[0].Data.Count(v => v < x[1][i])), order: 0),
        General("Bincount", x => x[0].Bincount(3), s => [[s.Integers([9], 0, 5)], [s.Integers([0], 0, 5)]], x => NdArray.Build([Math.Max(3, x[0].Size == 0 ? 0 : (int)x[0].Data.Max() + 1)], i => x[0].Data.Count(v => v == i[0])), order: 0),
        General("Bincount(weights)", x => x[0].Bincount(x[1]), s => [[s.Integers([9], 0, 5), s.Floats([9])]], x => NdArray.Build([(int)x[0].Data.Max() + 1], i => x[1].Data.Where((_, k) => x[0].Data[k] == i[0]).Sum())),
        General("NanSum", x => x[0].NanSum(), Holes, x => new([x[0].Data.Where(v => !double.IsNaN(v)).Sum()])),
        General("NanSum(axis)", x => x[0].NanSum(1, keepDims: true), Floats([2, 3]), x => Along(x[0], 1, v => [v.Sum()]), integers: true),
        General("NanMean", x => x[0].NanMean(), Holes, x => new([x[0].Data.Where(v => !double.IsNaN(v)).Average()])),
        General("NanMean(axis)", x => x[0].NanMean(0), Floats([2, 3]), x => Reduce(x[0], 0, v => v.Average())),
        Several("VarMean", x => Pair(x[0].VarMean(1)), Distinct([3, 4]), x => [Reduce(x[0], 1, Variance), Reduce(x[0], 1, v => v.Average())]),
        Several("StdMean", x => Pair(x[0].StdMean()), Distinct([3, 4]), x => [new([Math.Sqrt(Variance(x[0].Data))]), new([x[0].Data.Average()])]),
        Several("Aminmax", x => Pair(x[0].Aminmax([1], keepDims: true)), Distinct([3, 4]), x => [Along(x[0], 1, v => [v.Min()]), Along(x[0], 1, v => [v.Max()])]),
        Norm(0, order: 1),
        Norm(1),
        Norm(2),
        Norm(3),
        Norm(2.5),
        Norm(0.5),
        Norm(-1.5),
        Norm(double.PositiveInfinity),
        Norm(double.NegativeInfinity),
        General("VectorNorm(axis)", x => x[0].VectorNorm(3, 0), Away, x => x[0].Rank == 1 ? new([Power(x[0].Data, 3)]) : Reduce(x[0], 0, v => Power(v, 3))),
    ];

    private static OpRow Scan(string name, Func<Tensor, Tensor> run, Func<double[], double[]> reference, bool integers = false) =>
        General(name, x => run(x[0]), Floats([2, 3, 2], [2, 5], [2, 0], [2, 1]), x => Along(x[0], 1, reference), integers: integers);

    private static OpRow Scans(string name, Func<Tensor, Tensor[]> run, Func<double, double, bool> replaces) =>
        Several(name, x => run(x[0]), Distinct([2, 3, 2], [2, 5], [2, 0]), x =>
        [
            Along(x[0], 1, v => Running(v, (a, b) => replaces(a, b) ? b : a)),
            Along(x[0], 1, v => [.. v.Select((_, k) => { var best = 0; for (var j = 1; j <= k; j++) if (replaces(v[best], v[j])) best = j; return (double)best; })]),
        ]);

    private static OpRow Mode(QuantileInterpolation mode, Func<double, double> place) =>
        General($"Quantile({mode})", x => x[0].Quantile(0.4, 0, interpolation: mode), Distinct([4, 3], [5, 2]), x => Reduce(x[0], 0, v => AtPlace(v, place(0.4 * (v.Length - 1)))));

    private static OpRow Norm(double p, int order = 2) =>
        General($"VectorNorm({p})", x => x[0].VectorNorm(p), Away, x => new([p switch
        {
            0 => x[0].Size,
            double.PositiveInfinity => x[0].Data.Max(Math.Abs),
            double.NegativeInfinity => x[0].Data.Min(Math.Abs),
            _ => Power(x[0].Data, p),
        }]), order: order, float32Tolerance: 1e-4);

    private static double Power(double[] v, double p) => Math.Pow(v.Sum(e => Math.Pow(Math.Abs(e), p)), 1 / p);

    private static IEnumerable<Tensor[]> Away(Sampler s) => [[s.Floats([2, 3], 0.25, 3) * Tensor.From([1.0, -1, 1]).Detach()], [s.Floats([4], 0.25, 3)]];

    private static IEnumerable<Tensor[]> Holes(Sampler s) => [[s.Floats([2, 3])], [s.Floats([5])]];

    private static IEnumerable<Tensor[]> Sequences(Sampler s) => [[Tensor.From([-1.0, 0, 1, 1, 2]), s.Integers([2, 3], -3, 4).To(DType.Float64)], [Tensor.From([0.5]), s.Floats([])], [Tensor.From(new double[0]), s.Floats([3])]];

    private static Func<Sampler, IEnumerable<Tensor[]>> Floats(params int[][] shapes) => s => shapes.Select(e => new[] { s.Floats(e) });

    private static Func<Sampler, IEnumerable<Tensor[]>> Distinct(params int[][] shapes) => s => shapes.Select(e => new[] { s.Distinct(e) });

    private static Tensor[] Pair((Tensor First, Tensor Second) both) => [both.First, both.Second];

    private static double[] Order(double[] v) => [.. Enumerable.Range(0, v.Length).OrderBy(k => v[k]).Select(k => (double)k)];

    private static double[] Running(double[] v, Func<double, double, double> step)
    {
        var y = (double[])v.Clone();
        for (var k = 1; k < y.Length; k++) y[k] = step(y[k - 1], y[k]);
        return y;
    }

    private static double[] Differences(double[] v) => v.Length < 2 ? [] : [.. v[1..].Select((e, k) => e - v[k])];

    private static double Variance(double[] v) => v.Sum(e => (e - v.Average()) * (e - v.Average())) / (v.Length - 1);

    private static double At(double[] v, double q) => AtPlace(v, q * (v.Length - 1));

    private static double AtPlace(double[] v, double place)
    {
        var sorted = v.Order().ToArray();
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + (high - low) * (place - Math.Floor(place));
    }

    private static NdArray[] Unique(NdArray[] x)
    {
        var values = x[0].Data.Distinct().Order().ToArray();
        return [new(values, values.Length), new(Array.ConvertAll(x[0].Data, v => (double)Array.IndexOf(values, v)), x[0].Extents), new([.. values.Select(v => (double)x[0].Data.Count(e => e == v))], values.Length)];
    }

    private static double[] Line(NdArray x, int axis, int[] at)
    {
        var line = new double[x.Extents[axis]];
        for (var k = 0; k < line.Length; k++) line[k] = x[[.. at[..axis], k, .. at[(axis + 1)..]]];
        return line;
    }

    /// <summary>A function of each line along an axis, whose result stands in its place.</summary>
    private static NdArray Along(NdArray x, int axis, Func<double[], double[]> f)
    {
        axis = axis < 0 ? axis + x.Rank : axis;
        int[] extents = (int[])x.Extents.Clone(), one = (int[])x.Extents.Clone();
        extents[axis] = f(new double[x.Extents[axis]]).Length;
        one[axis] = 1;
        var y = NdArray.Zeros(extents);
        foreach (var at in NdArray.Indices(one))
        {
            var line = f(Line(x, axis, at));
            for (var k = 0; k < line.Length; k++) y[[.. at[..axis], k, .. at[(axis + 1)..]]] = line[k];
        }
        return y;
    }

    private static NdArray Reduce(NdArray x, int axis, Func<double[], double> f)
    {
        axis = axis < 0 ? axis + x.Rank : axis;
        var kept = Along(x, axis, v => [f(v)]);
        return new NdArray(kept.Data, [.. x.Extents[..axis], .. x.Extents[(axis + 1)..]]);
    }
}
