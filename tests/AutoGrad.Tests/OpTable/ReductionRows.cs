using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class ReductionRows
{
    private static readonly int[][] s_extents = [[], [1], [7], [2, 3], [3, 1, 4], [2, 3, 2]];

    private static readonly int[][] s_withEmpty = [.. s_extents, [0], [0, 3], [2, 0]];

    public static IEnumerable<OpRow> All =>
    [
        .. Family("Sum", x => x.Sum(), (x, axis) => x.Sum(axis), (x, axes) => x.Sum(axes, keepDims: true), v => v.Sum(), empty: true, integers: true),
        .. Family("Mean", x => x.Mean(), (x, axis) => x.Mean(axis), (x, axes) => x.Mean(axes, keepDims: true), v => v.Sum() / v.Length, empty: true),
        .. Family("Prod", x => x.Prod(), (x, axis) => x.Prod(axis), (x, axes) => x.Prod(axes, keepDims: true), v => v.Aggregate(1.0, (a, b) => a * b), empty: true, integers: true),
        General("Prod(zeros)", x => x[0].Prod(-1), _ => [[Tensor.From([0.0, 2, 3, 0, 5, 0, 1, 2, 3], [3, 3])], [Tensor.From([0.0, 0, 3, 0, 5, 0, 0, 0], [2, 4])]], x => Reduce(x[0], [-1], false, v => v.Aggregate(1.0, (a, b) => a * b))),
        .. Family("Max", x => x.Max(), (x, axis) => x.Max(axis), (x, axes) => x.Max(axes, keepDims: true), v => v.Max(), distinct: true, integers: true),
        .. Family("Min", x => x.Min(), (x, axis) => x.Min(axis), (x, axes) => x.Min(axes, keepDims: true), v => v.Min(), distinct: true, integers: true),
        .. Family("Var(population)", x => x.Var([], correction: 0), (x, axis) => x.Var(axis, correction: 0), (x, axes) => x.Var(axes, correction: 0, keepDims: true), v => Variance(v, 0)),
        General("Var", x => x[0].Var(), Enough(), x => Reduce(x[0], [], false, v => Variance(v, 1))),
        General("Var(axis, correction)", x => x[0].Var(-1, correction: 2), Enough(), x => Reduce(x[0], [-1], false, v => Variance(v, 2))),
        General("Std", x => x[0].Std(), Enough(), x => Reduce(x[0], [], false, v => Math.Sqrt(Variance(v, 1)))),
        General("Std(axis)", x => x[0].Std(-1, keepDims: true), Enough(), x => Reduce(x[0], [-1], true, v => Math.Sqrt(Variance(v, 1)))),
        General("Std(axes, population)", x => x[0].Std([0, -1], correction: 0), s => [[s.Distinct(3, 4)], [s.Distinct(2, 3, 2)]], x => Reduce(x[0], [0, -1], false, v => Math.Sqrt(Variance(v, 0)))),
        .. Family("LogSumExp", x => x.LogSumExp(), (x, axis) => x.LogSumExp(axis), (x, axes) => x.LogSumExp(axes, keepDims: true), v => Math.Log(v.Sum(Math.Exp)), empty: true),
        .. Family("Norm", x => x.Norm(), (x, axis) => x.Norm(axis), (x, axes) => x.Norm(axes, keepDims: true), v => Math.Sqrt(v.Sum(e => e * e)), low: 0.25),
        .. Family("Any", x => x.Any(), (x, axis) => x.Any(axis), (x, axes) => x.Any(axes, keepDims: true), v => v.Any(e => e != 0) ? 1 : 0, empty: true, integers: true, order: 0),
        .. Family("All", x => x.All(), (x, axis) => x.All(axis), (x, axes) => x.All(axes, keepDims: true), v => v.All(e => e != 0) ? 1 : 0, empty: true, integers: true, order: 0),
        General("Any(Bool)", x => x[0].Any(1), s => [[s.Truths(2, 3)], [s.Truths(3, 4, 2)]], x => Reduce(x[0], [1], false, v => v.Max()), order: 0, float32Tolerance: double.NaN),
        General("All(Bool)", x => x[0].All(0), s => [[s.Truths(2, 3)], [s.Truths(3, 4, 2)]], x => Reduce(x[0], [0], false, v => v.Min()), order: 0, float32Tolerance: double.NaN),
        .. Family("CountNonzero", x => x.CountNonzero(), (x, axis) => x.CountNonzero(axis), (x, axes) => x.CountNonzero(axes, keepDims: true), v => v.Count(e => e != 0), empty: true, integers: true, order: 0),
        General("ArgMax", x => x[0].ArgMax(), Of(s_extents, distinct: true), x => Reduce(x[0], [], false, v => Array.IndexOf(v, v.Max())), order: 0, integers: true),
        General("ArgMax(axis)", x => x[0].ArgMax(-1), Of(s_extents[1..], distinct: true), x => Reduce(x[0], [-1], false, v => Array.IndexOf(v, v.Max())), order: 0, integers: true),
        General("ArgMax(first axis, keepDims)", x => x[0].ArgMax(0, keepDims: true), Of(s_extents[1..], distinct: true), x => Reduce(x[0], [0], true, v => Array.IndexOf(v, v.Max())), order: 0, integers: true),
        General("ArgMin", x => x[0].ArgMin(), Of(s_extents, distinct: true), x => Reduce(x[0], [], false, v => Array.IndexOf(v, v.Min())), order: 0, integers: true),
        General("ArgMin(axis)", x => x[0].ArgMin(0), Of(s_extents[1..], distinct: true), x => Reduce(x[0], [0], false, v => Array.IndexOf(v, v.Min())), order: 0, integers: true),
        Several("MaxWithIndices", x => Pair(x[0].MaxWithIndices(-1)), Of(s_extents[1..], distinct: true), x => [Reduce(x[0], [-1], false, v => v.Max()), Reduce(x[0], [-1], false, v => Array.IndexOf(v, v.Max()))]),
        Several("MinWithIndices", x => Pair(x[0].MinWithIndices(0, keepDims: true)), Of(s_extents[1..], distinct: true), x => [Reduce(x[0], [0], true, v => v.Min()), Reduce(x[0], [0], true, v => Array.IndexOf(v, v.Min()))]),
        General("Softmax", x => x[0].Softmax(-1), Of(s_withEmpty), x => Along(x[0], -1, v => Softmax(v))),
        General("Softmax(first axis)", x => x[0].Softmax(0), Of(s_withEmpty), x => Along(x[0], 0, v => Softmax(v))),
        General("Softmax(middle axis)", x => x[0].Softmax(1), Of([[2, 3, 2], [3, 20, 1], [1, 4, 5, 2]]), x => Along(x[0], 1, v => Softmax(v))),
        General("LogSoftmax", x => x[0].LogSoftmax(-1), Of(s_withEmpty), x => Along(x[0], -1, v => Array.ConvertAll(Softmax(v), Math.Log))),
        General("LogSoftmax(first axis)", x => x[0].LogSoftmax(0), Of(s_withEmpty), x => Along(x[0], 0, v => Array.ConvertAll(Softmax(v), Math.Log))),
        General("LogSoftmax(middle axis)", x => x[0].LogSoftmax(1), Of([[2, 3, 2], [3, 20, 1], [1, 4, 5, 2]]), x => Along(x[0], 1, v => Array.ConvertAll(Softmax(v), Math.Log))),
    ];

    /// <summary>A reduction in its three overloads.</summary>
    private static IEnumerable<OpRow> Family(
        string name, Func<Tensor, Tensor> all, Func<Tensor, int, Tensor> axis, Func<Tensor, int[], Tensor> axes, Func<double[], double> reference,
        bool empty = false, bool distinct = false, bool integers = false, double low = -2, int order = 2) =>
    [
        General(name, x => all(x[0]), Of(empty ? s_withEmpty : s_extents, distinct, low), x => Reduce(x[0], [], false, reference), order, integers: integers),
        General($"{name}(axis)", x => axis(x[0], -1), Of((empty ? s_withEmpty : s_extents)[1..], distinct, low), x => Reduce(x[0], [-1], false, reference), order, integers: integers),
        General($"{name}(first axis)", x => axis(x[0], 0), Of((empty ? s_withEmpty : s_extents)[1..], distinct, low), x => Reduce(x[0], [0], false, reference), order, integers: integers),
        General($"{name}(axes, keepDims)", x => axes(x[0], [-1, 0]), Of([[2, 3], [2, 3, 2], [3, 1, 4, 2], [20, 2, 3]], distinct, low), x => Reduce(x[0], [-1, 0], true, reference), order, integers: integers),
    ];

    private static Func<Sampler, IEnumerable<Tensor[]>> Of(int[][] extents, bool distinct = false, double low = -2) =>
        s => extents.Select(e => new[] { distinct ? s.Distinct(e) : s.Floats(e, low, 2) });

    // enough elements on the last axis for any correction
    private static Func<Sampler, IEnumerable<Tensor[]>> Enough() => s => new int[][] { [5], [2, 4], [2, 3, 4] }.Select(e => new[] { s.Distinct(e) });

    private static Tensor[] Pair((Tensor Values, Tensor Indices) both) => [both.Values, both.Indices];

    private static double Variance(double[] v, int correction) => v.Sum(e => (e - v.Average()) * (e - v.Average())) / (v.Length - correction);

    private static double[] Softmax(double[] v) => Array.ConvertAll(v, e => Math.Exp(e) / v.Sum(Math.Exp));

    /// <summary>Groups the elements by the axes that stay; no axes means all.</summary>
    private static NdArray Reduce(NdArray x, int[] axes, bool keepDims, Func<double[], double> reduce)
    {
        var reduced = Enumerable.Range(0, x.Rank).Select(i => axes.Length == 0 || axes.Contains(i) || axes.Contains(i - x.Rank)).ToArray();
        var kept = x.Extents.Select((e, i) => reduced[i] ? 1 : e).ToArray();
        var groups = NdArray.Indices(x.Extents).ToLookup(i => string.Join(',', i.Select((at, axis) => reduced[axis] ? 0 : at)), i => x[i]);
        var y = NdArray.Build(kept, i => reduce([.. groups[string.Join(',', i)]]));
        return keepDims ? y : new NdArray(y.Data, [.. kept.Where((_, i) => !reduced[i])]);
    }

    private static NdArray Along(NdArray x, int axis, Func<double[], double[]> map)
    {
        if (x.Rank == 0) return new NdArray(map(x.Data), []);
        var at = axis < 0 ? axis + x.Rank : axis;
        return NdArray.Build(x.Extents, i => map([.. Enumerable.Range(0, x.Extents[at]).Select(k => x[[.. i[..at], k, .. i[(at + 1)..]]])])[i[at]]);
    }
}
