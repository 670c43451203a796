using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>What only moves elements: shapes, orders of axes, pieces, borders.</summary>
internal static class ViewRows
{
    public static IEnumerable<OpRow> All =>
    [
        Moved("Reshape", x => x.Reshape([3, 2]), [2, 3], [3, 2], i => [(i[0] * 2 + i[1]) / 3, (i[0] * 2 + i[1]) % 3]),
        Moved("Reshape(-1)", x => x.Reshape(2, -1), [2, 3, 2], [2, 6], i => [i[0], i[1] / 2, i[1] % 2]),
        Moved("Expand", x => x.Expand([2, 3, 4]), [3, 1], [2, 3, 4], i => [i[1], 0]),
        Moved("Clone", x => x.Clone(), [2, 3], [2, 3], i => i),
        General("To", x => x[0].To(DType.Float32).To(DType.Float64), Floats([], [3], [2, 0]), x => x[0], order: 0),
        Moved("Permute", x => x.Permute(2, 0, 1), [2, 3, 4], [4, 2, 3], i => [i[1], i[2], i[0]]),
        Moved("Permute(inner axis stays)", x => x.Permute(0, 2, 1, 3), [2, 3, 2, 2], [2, 2, 3, 2], i => [i[0], i[2], i[1], i[3]]),
        Moved("Permute(extent 1)", x => x.Permute(1, 0, -1), [3, 1, 2], [1, 3, 2], i => [i[1], i[0], i[2]]),
        Moved("Permute(empty)", x => x.Permute(1, 0), [0, 3], [3, 0], i => [i[1], i[0]]),
        Moved("Permute(scalar)", x => x.Permute(), [], [], i => i),
        Moved("Transpose", x => x.Transpose(0, -1), [2, 3, 4], [4, 3, 2], i => [i[2], i[1], i[0]]),
        Moved("MoveAxis", x => x.MoveAxis(0, -1), [2, 3, 4], [3, 4, 2], i => [i[2], i[0], i[1]]),
        Moved("T", x => x.T, [3, 4], [4, 3], i => [i[1], i[0]]),
        Moved("Squeeze", x => x.Squeeze(), [1, 3, 1, 2], [3, 2], i => [0, i[0], 0, i[1]]),
        Moved("Squeeze(axis)", x => x.Squeeze(-2), [1, 3, 1, 2], [1, 3, 2], i => [0, i[1], 0, i[2]]),
        Moved("Unsqueeze", x => x.Unsqueeze(1), [3, 2], [3, 1, 2], i => [i[0], i[2]]),
        Moved("Flatten", x => x.Flatten(), [2, 3], [6], i => [i[0] / 3, i[0] % 3]),
        Moved("Flatten(scalar)", x => x.Flatten(), [], [1], _ => []),
        Moved("Flatten(axes)", x => x.Flatten(1, 2), [2, 3, 2, 2], [2, 6, 2], i => [i[0], i[1] / 2, i[1] % 2, i[2]]),
        Moved("Unflatten", x => x.Unflatten(1, -1, 2), [2, 6], [2, 3, 2], i => [i[0], i[1] * 2 + i[2]]),
        Moved("Narrow", x => x.Narrow(1, 1, 2), [2, 4, 2], [2, 2, 2], i => [i[0], i[1] + 1, i[2]]),
        Moved("Narrow(shared)", x => x.Narrow(0, -2, 2), [4, 3], [2, 3], i => [i[0] + 2, i[1]]),
        Moved("Narrow(empty)", x => x.Narrow(0, 4, 0), [4, 3], [0, 3], i => i),
        Moved("Select", x => x.Select(1, -1), [2, 3, 2], [2, 2], i => [i[0], 2, i[1]]),
        Moved("Flip", x => x.Flip(0, -1), [2, 2, 3], [2, 2, 3], i => [1 - i[0], i[1], 2 - i[2]]),
        Moved("Flip(all)", x => x.Flip(), [2, 3], [2, 3], i => [1 - i[0], 2 - i[1]]),
        Moved("Roll", x => x.Roll(-4, 1), [2, 3], [2, 3], i => [i[0], (i[1] + 4) % 3]),
        General("Pad", x => x[0].Pad([(1, 2), (0, 1)], 0.5), Floats([2, 2, 3], [1, 0, 2]), x => Padded(x[0], 1, 0, 3, 1, 0.5)),
        Moved("Pad(negative)", x => x.Pad([(-1, 0)]), [2, 3], [2, 2], i => [i[0], i[1] + 1]),
        General("Tril", x => x[0].Tril(1), Floats([3, 4], [2, 4, 3], [0, 2]), x => Masked(x[0], (i, j) => j <= i + 1), integers: true),
        General("Triu", x => x[0].Triu(-1), Floats([4, 3], [2, 3, 3], [2, 0]), x => Masked(x[0], (i, j) => j >= i - 1), integers: true),
        Moved("Diagonal", x => x.Diagonal(1, 0, -1), [3, 2, 4], [2, 3], i => [i[1], i[0], i[1] + 1]),
        Moved("Diagonal(below)", x => x.Diagonal(-1), [3, 4], [2], i => [i[0] + 1, i[0]]),
        Moved("Diagonal(outside)", x => x.Diagonal(9), [3, 4], [0], i => [i[0], i[0]]),
        General("DiagEmbed", x => x[0].DiagEmbed(-1), Floats([2, 3]), x => NdArray.Build([2, 4, 4], i => i[1] == i[2] + 1 ? x[0][i[0], i[2]] : 0), integers: true),
        Moved("Repeat", x => x.Repeat(2, 1, 3), [2, 2], [2, 2, 6], i => [i[1], i[2] % 2]),
        Moved("RepeatInterleave", x => x.RepeatInterleave(3, 0), [2, 2], [6, 2], i => [i[0] / 3, i[1]]),
        General("Concat", x => Tensor.Concat(x, -1), s => [[s.Floats([2, 3]), s.Floats([2, 1]), s.Floats([2, 0])], [s.Floats([3])]], x => Joined(x, 1), integers: true),
        General("Concat(first axis)", x => Tensor.Concat([x[0], x[1], x[0]]), s => [[s.Floats([2, 2]), s.Floats([1, 2])]], x => Joined([x[0], x[1], x[0]], 2), integers: true),
        General("Stack", x => Tensor.Stack(x, 1), s => [[s.Floats([2, 3]), s.Floats([2, 3])]], x => NdArray.Build([2, 2, 3], i => x[i[1]][i[0], i[2]]), integers: true),
        General("Stack(scalars)", x => Tensor.Stack(x), s => [[s.Floats([]), s.Floats([]), s.Floats([])]], x => NdArray.Build([3], i => x[i[0]].Data[0]), integers: true),
        Several("Split", x => x[0].Split([1, 0, 2], 1), Floats([2, 3, 2]), x => [Range(x[0], 0, 1), Range(x[0], 1, 0), Range(x[0], 1, 2)]),
        Several("Split(size)", x => x[0].Split(2, 1), Floats([2, 5]), x => [Range(x[0], 0, 2), Range(x[0], 2, 2), Range(x[0], 4, 1)]),
        Several("Split(one piece unused)", x => [x[0].Split(2, 1)[1]], Floats([2, 5]), x => [Range(x[0], 2, 2)]),
        Several("Chunk", x => x[0].Chunk(4, 1), Floats([2, 6]), x => [Range(x[0], 0, 2), Range(x[0], 2, 2), Range(x[0], 4, 2)]),
        Several("Unbind", x => x[0].Unbind(-1), Floats([2, 2]), x => [NdArray.Build([2], i => x[0][i[0], 0]), NdArray.Build([2], i => x[0][i[0], 1])]),
    ];

    /// <summary>An op each of whose elements is one of its input's.</summary>
    private static OpRow Moved(string name, Func<Tensor, Tensor> run, int[] from, int[] to, Func<int[], int[]> source) =>
        General(name, x => run(x[0]), Floats(from), x => NdArray.Build(to, i => x[0][source(i)]), integers: true);

    private static Func<Sampler, IEnumerable<Tensor[]>> Floats(params int[][] shapes) => s => shapes.Select(e => new[] { s.Floats(e) });

    private static NdArray Masked(NdArray x, Func<int, int, bool> keeps) => NdArray.Build(x.Extents, i => keeps(i[^2], i[^1]) ? x[i] : 0);

    private static NdArray Range(NdArray x, int start, int length)
    {
        int[] extents = [x.Extents[0], length, .. x.Extents[2..]];
        return NdArray.Build(extents, i => x[[i[0], i[1] + start, .. i[2..]]]);
    }

    // two of three axes: before and whole extent added to each
    private static NdArray Padded(NdArray x, int before1, int before2, int added1, int added2, double value) =>
        NdArray.Build([x.Extents[0], x.Extents[1] + added1, x.Extents[2] + added2], i =>
        {
            var (j, k) = (i[1] - before1, i[2] - before2);
            return j >= 0 && j < x.Extents[1] && k >= 0 && k < x.Extents[2] ? x[i[0], j, k] : value;
        });

    // along the last axis, or the first for `axis` 2
    private static NdArray Joined(NdArray[] x, int axis)
    {
        if (axis == 2) return new NdArray([.. x.SelectMany(a => a.Data)], [x.Sum(a => a.Extents[0]), .. x[0].Extents[1..]]);
        int[] extents = [.. x[0].Extents[..^1], x.Sum(a => a.Extents[^1])];
        return NdArray.Build(extents, i =>
        {
            var last = i[^1];
            var k = 0;
            while (last >= x[k].Extents[^1]) last -= x[k++].Extents[^1];
            return x[k][[.. i[..^1], last]];
        });
    }
}
