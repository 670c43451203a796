using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>What chooses elements by numbers, masks and index tensors, and the running sums.</summary>
internal static class IndexingRows
{
    public static IEnumerable<OpRow> All =>
    [
        Indexed("Index(number)", x => x[0][1], [3, 4], x => NdArray.Build([4], i => x[0][1, i[0]])),
        Indexed("Index(range)", x => x[0][1.., ^2..], [3, 4], x => NdArray.Build([2, 2], i => x[0][i[0] + 1, i[1] + 2])),
        Indexed("Index(steps)", x => x[0][TensorIndex.Slice(step: -1), TensorIndex.Slice(1, 6, 2)], [3, 5], x => NdArray.Build([3, 2], i => x[0][2 - i[0], 1 + 2 * i[1]])),
        Indexed("Index(ellipsis, new axis)", x => x[0][TensorIndex.Ellipsis, TensorIndex.NewAxis, -1], [2, 3, 4], x => NdArray.Build([2, 3, 1], i => x[0][i[0], i[1], 3])),
        Indexed("Index(empty)", x => x[0][2..1], [3, 4], _ => NdArray.Zeros(0, 4)),
        General("Index(tensor)", x => x[0][.., x[1]], s => [[s.Floats([2, 3, 2]), Tensor.From([2L, 0, -1, 0, 1, 1], [2, 3])]],
            x => NdArray.Build([2, 2, 3, 2], i => x[0][i[0], At(x[1][i[1], i[2]], 3), i[3]]), integers: true),
        General("Index(neighbours)", x => x[0][.., x[1], x[2]], s => [[s.Floats([2, 3, 4]), Tensor.From([2L, 0], [2, 1]), Tensor.From([1, -1, 0])]],
            x => NdArray.Build([2, 2, 3], i => x[0][i[0], (int)x[1][i[1], 0], At(x[2][i[2]], 4)]), integers: true),
        General("Index(apart)", x => x[0][x[1], .., x[2]], s => [[s.Floats([3, 2, 4]), Tensor.From([2L, 0, 2]), Tensor.From([1L, 3, 1])]],
            x => NdArray.Build([3, 2], i => x[0][(int)x[1][i[0]], i[1], (int)x[2][i[0]]]), integers: true),
        General("Index(mask)", x => x[0][x[1]], s => [[s.Floats([2, 3]), Tensor.From([true, false, true, true, false, false], [2, 3])], [s.Floats([2]), Tensor.From([false, false])]],
            x => Chosen(x[0], x[1]), integers: true),
        General("Index(mask of one axis)", x => x[0][.., x[1]], s => [[s.Floats([2, 3]), Tensor.From([true, false, true])]],
            x => NdArray.Build([2, 2], i => x[0][i[0], 2 * i[1]]), integers: true),
        General("Gather", x => x[0].Gather(1, x[1]), s => [[s.Floats([3, 4, 2]), s.Integers([2, 5, 2], -4, 4)], [s.Floats([2, 3]), s.Integers([2, 0], 0, 3)]],
            x => NdArray.Build(x[1].Extents, i => x[0][[i[0], At(x[1][i], x[0].Extents[1]), .. i[2..]]]), integers: true),
        General("Gather(last axis)", x => x[0].Gather(-1, x[1]), s => [[s.Floats([2, 3]), s.Integers([2, 2], 0, 3)]],
            x => NdArray.Build([2, 2], i => x[0][i[0], (int)x[1][i]]), integers: true),
        General("ScatterAdd", x => x[0].ScatterAdd(0, x[1], x[2]), s => [[s.Floats([3, 4]), s.Integers([5, 3], -3, 3), s.Floats([5, 3])], [s.Floats([3]), s.Integers([4], 0, 3), s.Floats([6])]],
            x => Scattered(x[0], x[1], x[2], i => [At(x[1][i], 3), .. i[1..]]), integers: true),
        General("IndexSelect", x => x[0].IndexSelect(1, x[1]), s => [[s.Floats([2, 3, 2]), Tensor.From([2L, 0, 2, -1])], [s.Floats([2, 3]), Tensor.From(new long[0])]],
            x => NdArray.Build([2, x[1].Size, .. x[0].Extents[2..]], i => x[0][[i[0], At(x[1][i[1]], 3), .. i[2..]]]), integers: true),
        General("IndexAdd", x => x[0].IndexAdd(0, x[1], x[2]), s => [[s.Floats([3, 2]), Tensor.From([2, 0, 2, -1]), s.Floats([4, 2])]],
            x => Scattered(x[0], null, x[2], i => [At(x[1][i[0]], 3), i[1]]), integers: true),
        General("MaskedSelect", x => x[0].MaskedSelect(x[1]), s => [[s.Floats([2, 3]), s.Truths(2, 3)], [s.Floats([2, 1]), s.Truths(2, 3)], [s.Floats([]), s.Truths()]],
            x => Chosen(x[0], x[1]), integers: true),
        General("Nonzero", x => x[0].Nonzero(), s => [[s.Truths(3, 4)], [s.Truths(0, 2)], [s.Integers([5], 0, 2)]], x => Places(x[0]), order: 0),
        General("Cumsum", x => x[0].Cumsum(1), s => [[s.Floats([2, 3, 2])], [s.Floats([2, 5])], [s.Floats([2, 0])]],
            x => NdArray.Build(x[0].Extents, i => Enumerable.Range(0, i[1] + 1).Sum(k => x[0][[i[0], k, .. i[2..]]])), integers: true),
        General("OneHot", x => x[0].OneHot(4, DType.Float64), s => [[s.Integers([2, 3], 0, 4)], [s.Integers([], 0, 4)], [s.Integers([0], 0, 4)]],
            x => NdArray.Build([.. x[0].Extents, 4], i => x[0][i[..^1]] == i[^1] ? 1 : 0), order: 0),
    ];

    private static OpRow Indexed(string name, Func<Tensor[], Tensor> run, int[] extents, Func<NdArray[], NdArray> reference) =>
        General(name, run, s => [[s.Floats(extents)]], reference, integers: true);

    private static int At(double index, int extent) => (int)(index < 0 ? index + extent : index);

    private static NdArray Chosen(NdArray x, NdArray mask)
    {
        var chosen = NdArray.Indices(NdArray.BroadcastExtents(x, mask)).Where(i => mask.Broadcast(i) != 0).Select(x.Broadcast).ToArray();
        return new NdArray(chosen, chosen.Length);
    }

    private static NdArray Scattered(NdArray x, NdArray? index, NdArray source, Func<int[], int[]> target)
    {
        var y = new NdArray([.. x.Data], x.Extents);
        foreach (var i in NdArray.Indices(index?.Extents ?? source.Extents)) y[target(i)] += source[i];
        return y;
    }

    private static NdArray Places(NdArray x)
    {
        var places = NdArray.Indices(x.Extents).Where(i => x[i] != 0).ToArray();
        return NdArray.Build([places.Length, x.Rank], i => places[i[0]][i[1]]);
    }
}
