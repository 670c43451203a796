using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Functional updates by index, embeddings, and the rarer rearrangements.</summary>
internal static class ScatteringRows
{
    private static readonly Tensor s_twice = Tensor.From([2L, 0, 0, 1, 2, 0], [3, 2]), s_ends = Tensor.From([1L, -1, 1]);

    public static IEnumerable<OpRow> All =>
    [
        General("Scatter", x => x[0].Scatter(0, x[1], x[2]), s => [[s.Floats([3, 4]), s_twice, s.Floats([3, 3])], [s.Floats([3]), Tensor.From([0L, -1]), s.Floats([2])], [s.Floats([]), Tensor.Zeros([], DType.Int64), s.Floats([])]],
            x => Sent(x, (_, sent) => sent[^1]), integers: true),
        General("Scatter(number)", x => x[0].Scatter(0, x[1], 7), s => [[s.Floats([3, 4]), s_twice]], x => Sent([x[0], x[1], NdArray.Build([3, 2], _ => 7)], (_, sent) => sent[^1]), integers: true),
        Reduced(ScatterReduction.Sum, v => v.Sum(), integers: true),
        Reduced(ScatterReduction.Prod, v => v.Aggregate((a, b) => a * b)),
        Reduced(ScatterReduction.Mean, v => v.Average()),
        Reduced(ScatterReduction.Max, v => v.Max(), integers: true),
        Reduced(ScatterReduction.Min, v => v.Min(), integers: true),
        Reduced(ScatterReduction.Sum, v => v.Sum(), includeSelf: false, integers: true),
        Reduced(ScatterReduction.Prod, v => v.Aggregate((a, b) => a * b), includeSelf: false),
        Reduced(ScatterReduction.Mean, v => v.Average(), includeSelf: false),
        Reduced(ScatterReduction.Max, v => v.Max(), includeSelf: false, integers: true),
        Reduced(ScatterReduction.Min, v => v.Min(), includeSelf: false, integers: true),
        General("ScatterReduce(zeros)", x => x[0].ScatterReduce(0, x[1], x[2], ScatterReduction.Prod), _ => [[Tensor.From([0.0, 2]), Tensor.From([0L, 1, 1, 0, 1]), Tensor.From([3.0, 0, 0, 5, 7])]],
            x => Sent(x, (own, sent) => sent.Aggregate(own, (a, b) => a * b))),
        General("IndexPut", x => x[0].IndexPut([x[1], 1..], x[2]), s => [[s.Floats([3, 4]), s_ends, s.Floats([3, 3])], [s.Floats([3, 2]), s_ends, s.Floats([1])]],
            x => Put(x, (at, value) => value)),
        General("IndexPut(accumulate)", x => x[0].IndexPut([x[1], 1..], x[2], accumulate: true), s => [[s.Floats([3, 4]), s_ends, s.Floats([3, 3])], [s.Floats([3, 2]), s_ends, s.Floats([])]],
            x => Put(x, (at, value) => at + value), integers: true),
        General("IndexPut(mask)", x => x[0].IndexPut([x[0].Detach() > 0], x[1]), s => [[s.Floats([2, 3], avoid: 0), s.Floats([])]], x => NdArray.Build([2, 3], i => x[0][i] > 0 ? x[1].Data[0] : x[0][i]), integers: true),
        General("Put", x => x[0].Put(x[1], x[2]), s => [[s.Floats([2, 3]), Tensor.From([5L, 0, -1, 1], [2, 2]), s.Floats([2, 2])]],
            x => Changed(x[0], y => { for (var k = 0; k < x[1].Size; k++) y.Data[At(x[1].Data[k], 6)] = x[2].Data[k]; }), integers: true),
        General("Put(accumulate)", x => x[0].Put(x[1], x[2], accumulate: true), s => [[s.Floats([2, 3]), Tensor.From([5L, 0, -1, 1], [2, 2]), s.Floats([2, 2])]],
            x => Changed(x[0], y => { for (var k = 0; k < x[1].Size; k++) y.Data[At(x[1].Data[k], 6)] += x[2].Data[k]; }), integers: true),
        General("IndexCopy", x => x[0].IndexCopy(1, x[1], x[2]), s => [[s.Floats([2, 4, 2]), s_ends, s.Floats([2, 3, 2])]],
            x => Changed(x[0], y => { foreach (var i in NdArray.Indices(x[2].Extents)) y[i[0], At(x[1][i[1]], 4), i[2]] = x[2][i]; }), integers: true),
        General("IndexFill", x => x[0].IndexFill(0, x[1], x[2]), s => [[s.Floats([3, 2]), Tensor.From([0L, -1]), s.Floats([])]], x => NdArray.Build([3, 2], i => i[0] == 1 ? x[0][i] : x[2].Data[0]), integers: true),
        General("IndexFill(number)", x => x[0].IndexFill(-1, x[1], 3), s => [[s.Floats([3, 2]), Tensor.From([1L])]], x => NdArray.Build([3, 2], i => i[1] == 0 ? x[0][i] : 3), integers: true),
        General("MaskedScatter", x => x[0].MaskedScatter(x[1], x[2]), s => [[s.Floats([2, 3]), s.Truths(2, 3), s.Floats([7])], [s.Floats([3]), s.Truths(2, 3), s.Floats([6])]], MaskedScatter, integers: true),
        General("Take", x => x[0].Take(x[1]), s => [[s.Floats([2, 3]), s.Integers([4, 2], -6, 6)], [s.Floats([2]), Tensor.Ones([], DType.Int64)]], x => NdArray.Build(x[1].Extents, i => x[0].Data[At(x[1][i], x[0].Size)]), integers: true),
        General("TakeAlongAxis", x => x[0].TakeAlongAxis(x[1], 1), s => [[s.Floats([3, 4]), s.Integers([1, 2], -4, 4)], [s.Floats([1, 4]), s.Integers([3, 2], 0, 4)]],
            x => NdArray.Build([3, 2], i => x[0].Broadcast([i[0], At(x[1].Broadcast(i), 4)])), integers: true),
        General("Embedding", x => Tensor.Embedding(x[0], x[1]), s => [[s.Integers([2, 3], 0, 5), s.Floats([5, 3])], [s.Integers([0], 0, 4), s.Floats([4, 2])]], x => NdArray.Build([.. x[0].Extents, x[1].Extents[1]], i => x[1][(int)x[0][i[..^1]], i[^1]])),
        General("EmbeddingBag(sum)", x => Tensor.EmbeddingBag(x[0], x[1], x[2], EmbeddingMode.Sum), Bags, x => Bagged(x, v => v.Sum())),
        General("EmbeddingBag(mean)", x => Tensor.EmbeddingBag(x[0], x[1], x[2]), Bags, x => Bagged(x, v => v.Average())),
        General("EmbeddingBag(max)", x => Tensor.EmbeddingBag(x[0], x[1], x[2], EmbeddingMode.Max), Bags, x => Bagged(x, v => v.Max())),
        General("EmbeddingBag(weights)", x => Tensor.EmbeddingBag(x[0], x[1], mode: EmbeddingMode.Sum, perSampleWeights: x[2], paddingIndex: 1), s => [[s.Integers([2, 3], 0, 4), s.Floats([4, 2]), s.Floats([2, 3])]],
            x => NdArray.Build([2, 2], i => Enumerable.Range(0, 3).Sum(k => x[0][i[0], k] == 1 ? 0 : x[2][i[0], k] * x[1][(int)x[0][i[0], k], i[1]]))),
        General("AsStrided", x => x[0].AsStrided([3, 3], [2, 1], 1), s => [[s.Floats([2, 4])]], x => NdArray.Build([3, 3], i => x[0].Data[1 + 2 * i[0] + i[1]]), integers: true),
        General("AsStrided(scalar)", x => x[0].AsStrided([], [], 2), s => [[s.Floats([4])]], x => new([x[0].Data[2]]), integers: true),
        General("Unfold", x => x[0].Unfold(1, 3, 2), s => [[s.Floats([2, 7, 2])], [s.Floats([2, 3])]], x => NdArray.Build([2, (x[0].Extents[1] - 3) / 2 + 1, .. x[0].Extents[2..], 3], i => x[0][[i[0], 2 * i[1] + i[^1], .. i[2..^1]]]), integers: true),
        General("Rot90", x => x[0].Rot90(), s => [[s.Floats([2, 3])]], x => NdArray.Build([3, 2], i => x[0][i[1], 2 - i[0]]), integers: true),
        General("Rot90(twice)", x => x[0].Rot90(-2, 0, 2), s => [[s.Floats([2, 3, 2])]], x => NdArray.Build([2, 3, 2], i => x[0][1 - i[0], i[1], 1 - i[2]]), integers: true),
        General("Rot90(back)", x => x[0].Rot90(3), s => [[s.Floats([2, 3])]], x => NdArray.Build([3, 2], i => x[0][1 - i[1], i[0]]), integers: true),
        General("Tile", x => x[0].Tile(2), s => [[s.Floats([2, 3])]], x => NdArray.Build([2, 6], i => x[0][i[0], i[1] % 3]), integers: true),
        General("RepeatInterleave(counts)", x => x[0].RepeatInterleave(x[1], 1), s => [[s.Floats([2, 3]), Tensor.From([1L, 0, 3])]], x => NdArray.Build([2, 4], i => x[0][i[0], i[1] == 0 ? 0 : 2]), integers: true),
        General("HStack", x => Tensor.HStack(x), s => [[s.Floats([2, 1]), s.Floats([2, 2])], [s.Floats([2]), s.Floats([])]], x => x[0].Rank == 1 ? new([.. x[0].Data, .. x[1].Data], 3) : NdArray.Build([2, 3], i => i[1] == 0 ? x[0][i] : x[1][i[0], i[1] - 1]), integers: true),
        General("VStack", x => Tensor.VStack(x), s => [[s.Floats([3]), s.Floats([2, 3])]], x => new([.. x[0].Data, .. x[1].Data], 3, 3), integers: true),
        General("DStack", x => Tensor.DStack(x), s => [[s.Floats([2]), s.Floats([1, 2])]], x => NdArray.Build([1, 2, 2], i => x[i[2]].Data[i[1]]), integers: true),
        Several("Meshgrid", x => Tensor.Meshgrid(x), s => [[s.Floats([3]), s.Floats([2]), s.Floats([])]], x => [NdArray.Build([3, 2, 1], i => x[0].Data[i[0]]), NdArray.Build([3, 2, 1], i => x[1].Data[i[1]]), NdArray.Build([3, 2, 1], _ => x[2].Data[0])]),
        Several("Meshgrid(cartesian)", x => Tensor.Meshgrid(x, MeshgridIndexing.Cartesian), s => [[s.Floats([3]), s.Floats([2])]], x => [NdArray.Build([2, 3], i => x[0].Data[i[1]]), NdArray.Build([2, 3], i => x[1].Data[i[0]])]),
        General("MoveAxis(several)", x => x[0].MoveAxis([0, 2], [-1, 0]), s => [[s.Floats([2, 3, 4])]], x => NdArray.Build([4, 3, 2], i => x[0][i[2], i[1], i[0]]), integers: true),
        General("Roll(several)", x => x[0].Roll([1, -2], [0, 1]), s => [[s.Floats([2, 3])]], x => NdArray.Build([2, 3], i => x[0][(i[0] + 1) % 2, (i[1] + 2) % 3]), integers: true),
        General("Roll(flat)", x => x[0].Roll(2), s => [[s.Floats([2, 3])]], x => NdArray.Build([2, 3], i => x[0].Data[(3 * i[0] + i[1] + 4) % 6]), integers: true),
        General("Diag", x => x[0].Diag(-1), s => [[s.Floats([2])], [s.Floats([4, 3])]], x => x[0].Rank == 1 ? NdArray.Build([3, 3], i => i[0] == i[1] + 1 ? x[0][i[1]] : 0) : NdArray.Build([3], i => x[0][i[0] + 1, i[0]]), integers: true),
        General("Trace", x => x[0].Trace(), s => [[s.Floats([3, 4])]], x => new([x[0][0, 0] + x[0][1, 1] + x[0][2, 2]]), integers: true),
    ];

    private static OpRow Reduced(ScatterReduction reduction, Func<double[], double> reduce, bool includeSelf = true, bool integers = false) =>
        General($"ScatterReduce({reduction}{(includeSelf ? "" : ", without self")})", x => x[0].ScatterReduce(0, x[1], x[2], reduction, includeSelf),
            s => [[s.Distinct(3, 4), s_twice, s.Distinct(3, 3) + 1.0 / 32], [s.Distinct(4), Tensor.From([1L, 1, -1, 1]), s.Distinct(4) + 1.0 / 32], [s.Floats([]), Tensor.Zeros([], DType.Int64), s.Floats([])]],
            x => Sent(x, (own, sent) => reduce(includeSelf ? [own, .. sent] : sent)), integers: integers);

    // what goes to each place along axis 0, in order, and what becomes of it; a place that gets nothing stays
    private static NdArray Sent(NdArray[] x, Func<double, double[], double> combine)
    {
        var sent = new Dictionary<string, List<double>>();
        string Key(int[] at) => string.Join(",", at);
        foreach (var i in NdArray.Indices(x[1].Extents))
        {
            int[] at = i.Length == 0 ? i : [At(x[1][i], x[0].Extents[0]), .. i[1..]];
            sent.TryAdd(Key(at), []);
            sent[Key(at)].Add(x[2][i]);
        }
        return NdArray.Build(x[0].Extents, i => sent.TryGetValue(Key(i), out var values) ? combine(x[0][i], [.. values]) : x[0][i]);
    }

    private static NdArray Put(NdArray[] x, Func<double, double, double> change) => Changed(x[0], y =>
    {
        foreach (var i in NdArray.Indices([x[1].Size, x[0].Extents[1] - 1]))
        {
            int[] at = [At(x[1].Data[i[0]], 3), i[1] + 1];
            y[at] = change(y[at], x[2].Broadcast(i));
        }
    });

    private static NdArray Changed(NdArray x, Action<NdArray> change)
    {
        var y = new NdArray([.. x.Data], x.Extents);
        change(y);
        return y;
    }

    private static NdArray MaskedScatter(NdArray[] x)
    {
        var next = 0;
        return NdArray.Build(NdArray.BroadcastExtents(x[0], x[1]), i => x[1].Broadcast(i) != 0 ? x[2].Data[next++] : x[0].Broadcast(i));
    }

    private static IEnumerable<Tensor[]> Bags(Sampler s) => [[s.Integers([5], 0, 4), s.Distinct(4, 2), Tensor.From([0L, 2, 2])]];

    private static NdArray Bagged(NdArray[] x, Func<double[], double> reduce)
    {
        int[] starts = [.. x[2].Data.Select(v => (int)v), x[0].Size];
        return NdArray.Build([starts.Length - 1, x[1].Extents[1]], i =>
        {
            var rows = x[0].Data[starts[i[0]]..starts[i[0] + 1]];
            return rows.Length == 0 ? 0 : reduce([.. rows.Select(r => x[1][(int)r, i[1]])]);
        });
    }

    private static int At(double index, int extent) => (int)(index < 0 ? index + extent : index);
}
