using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Fuzz;

/// <summary>Rearrangements and choices by index once more, over hyper-dual numbers.</summary>
internal static class DualViews
{
    public static Dictionary<string, Func<DualArray[], int[], DualArray>> All { get; } = new()
    {
        ["Fit"] = (x, a) => x[0].Map(v => v / a[0] + a[1] / 64.0),
        ["Flatten"] = (x, _) => x[0].As(x[0].Size),
        ["Reshape"] = (x, a) => x[0].As(a),
        ["Unsqueeze"] = (x, a) => x[0].As([.. x[0].Extents.ToList().Also(e => e.Insert(a[0] < 0 ? a[0] + x[0].Rank + 1 : a[0], 1))]),
        ["Squeeze"] = (x, _) => x[0].As([.. x[0].Extents.Where(e => e != 1)]),
        ["Expand"] = (x, a) => DualArray.Build([a[0], .. x[0].Extents], i => x[0][i[1..]]),
        ["Permute"] = (x, a) => DualArray.Build([.. a.Select(p => x[0].Extents[p])], i => x[0][[.. Enumerable.Range(0, a.Length).Select(k => i[Array.IndexOf(a, k)])]]),
        ["Transpose"] = (x, a) => DualArray.Build(Swapped(x[0].Extents, a[0], a[1]), i => x[0][Swapped(i, a[0], a[1])]),
        ["MoveAxis"] = (x, a) => DualArray.Build(Moved(x[0].Extents, a[0], a[1]), i => x[0][Moved(i, a[1], a[0])]),
        ["Flip"] = (x, a) => x[0].Along(a[0], v => [.. v.Reverse()]),
        ["Flip(axes)"] = (x, a) => x[0].Along(a[0], v => [.. v.Reverse()]).Along(a[1], v => [.. v.Reverse()]),
        ["Roll"] = (x, a) => x[0].Along(a[0], v => [.. v.Select((_, k) => v[Wrapped(k - a[1], v.Length)])]),
        ["Rot90"] = (x, a) => Enumerable.Range(0, a[2]).Aggregate(x[0], (y, _) => Rotated(y, a[0], a[1])),
        ["Narrow"] = (x, a) => x[0].Along(a[0], v => v[a[1]..(a[1] + a[2])]),
        ["Select"] = (x, a) => Without(x[0].Along(a[0], v => [v[a[1]]]), x[0].Axis(a[0])),
        ["Split"] = (x, a) => x[0].Along(a[0], v => v[a[1]..]),
        ["Unbind"] = (x, a) => Without(x[0].Along(a[0], v => v[..1]), x[0].Axis(a[0])),
        ["Chunk"] = (x, a) => x[0].Along(a[0], v => v[..((v.Length + 1) / 2)]),
        ["Concat"] = (x, a) => Joined(x[0], x[1], x[0].Axis(a[0])),
        ["Stack"] = (x, a) => DualArray.Build([.. x[0].Extents[..a[0]], 2, .. x[0].Extents[a[0]..]], i => x[i[a[0]]][[.. i[..a[0]], .. i[(a[0] + 1)..]]]),
        ["HStack"] = (x, _) => x[0].Rank == 0 ? new([x[0].Data[0], x[1].Data[0]], 2) : Joined(x[0], x[1], Math.Min(1, x[0].Rank - 1)),
        ["Repeat"] = (x, a) => Tiled(x[0], a),
        ["Tile"] = (x, a) => Tiled(x[0], a),
        ["RepeatInterleave"] = (x, a) => x[0].Along(a[0], v => [.. v.SelectMany(e => new[] { e, e })]),
        ["Pad"] = (x, a) => x[0].Along(-1, v => [.. Enumerable.Repeat((HyperDual)0.5, a[0]), .. v, .. Enumerable.Repeat((HyperDual)0.5, a[1])]),
        ["Pad(reflect)"] = (x, a) => x[0].Along(-1, v => [.. v[1..(a[0] + 1)].Reverse(), .. v, .. v[^(a[0] + 1)..^1].Reverse()]),
        ["Pad(replicate)"] = (x, a) => x[0].Along(-1, v => [.. Enumerable.Repeat(v[0], a[0]), .. v, .. Enumerable.Repeat(v[^1], a[1])]),
        ["Pad(circular)"] = (x, a) => x[0].Along(-1, v => [v[^1], .. v, .. v[..a[0]]]),
        ["Tril"] = (x, a) => DualArray.Build(x[0].Extents, i => i[^1] - i[^2] <= a[0] ? x[0][i] : 0),
        ["Triu"] = (x, a) => DualArray.Build(x[0].Extents, i => i[^1] - i[^2] >= a[0] ? x[0][i] : 0),
        ["Diagonal"] = (x, a) => DualArray.Build([.. x[0].Extents.Where((_, axis) => !a.Contains(axis)), Math.Min(x[0].Extents[a[0]], x[0].Extents[a[1]])], i => x[0][[.. Inserted(Inserted(i[..^1], a[0], i[^1]), a[1], i[^1])]]),
        ["DiagEmbed"] = (x, a) => DualArray.Build([.. x[0].Extents[..^1], x[0].Extents[^1] + Math.Abs(a[0]), x[0].Extents[^1] + Math.Abs(a[0])], i => i[^1] - i[^2] == a[0] ? x[0][[.. i[..^2], Math.Min(i[^1], i[^2])]] : 0),
        ["Diag"] = (x, _) => x[0].Rank == 1 ? DualArray.Build([x[0].Size, x[0].Size], i => i[0] == i[1] ? x[0].Data[i[0]] : 0) : DualArray.Build([x[0].Extents.Min()], i => x[0][i[0], i[0]]),
        ["Trace"] = (x, _) => new([DualReductions.Sum([.. Enumerable.Range(0, x[0].Extents.Min()).Select(k => x[0][k, k])])]),
        ["AsStrided"] = (x, a) => DualArray.Build([2, a[0]], i => x[0].Data[a[1] + i[0] + i[1]]),
        ["Unfold"] = (x, a) => x[0].Axis(a[0]) is var axis ? DualArray.Build([.. x[0].Extents[..axis], x[0].Extents[axis] - 1, .. x[0].Extents[(axis + 1)..], 2], i => x[0][[.. i[..axis], i[axis] + i[^1], .. i[(axis + 1)..^1]]]) : x[0],
        ["PixelShuffle"] = (x, _) => DualArray.Build([.. x[0].Extents[..^3], x[0].Extents[^3] / 4, x[0].Extents[^2] * 2, x[0].Extents[^1] * 2], i => x[0][[.. i[..^3], i[^3] * 4 + i[^2] % 2 * 2 + i[^1] % 2, i[^2] / 2, i[^1] / 2]]),
        ["PixelUnshuffle"] = (x, _) => DualArray.Build([.. x[0].Extents[..^3], x[0].Extents[^3] * 4, x[0].Extents[^2] / 2, x[0].Extents[^1] / 2], i => x[0][[.. i[..^3], i[^3] / 4, i[^2] * 2 + i[^3] % 4 / 2, i[^1] * 2 + i[^3] % 2]]),
        ["Meshgrid"] = (x, _) => DualArray.Build([x[0].Size, x[1].Size], i => x[0].Data[i[0]] * x[1].Data[i[1]]),

        ["Index(range)"] = (x, _) => x[0].Along(0, v => v[..1]),
        ["Index(steps)"] = (x, _) => x[0].Along(0, v => [.. v.Reverse()]),
        ["Index(new axis)"] = (x, a) => DualArray.Build([.. x[0].Extents[..^1], 1], i => x[0][[.. i[..^1], a[1]]]),
        ["Index(tensor)"] = (x, a) => x[0].Along(0, v => [v[a[1]], v[a[2]], v[a[3]]]),
        ["Index(tensor, last axis)"] = (x, a) => x[0].Along(-1, v => [v[a[1]], v[a[2]], v[a[3]]]),
        ["IndexSelect"] = (x, a) => x[0].Along(a[0], v => [v[a[1]], v[a[2]], v[a[3]]]),
        ["Gather"] = (x, a) => x[0].Along(0, v => [v[a[1]], v[a[2]], v[a[3]]]),
        ["TakeAlongAxis"] = (x, a) => x[0].Along(0, v => [v[a[1]], v[a[2]], v[a[3]]]),
        ["Embedding"] = (x, a) => x[0].Along(0, v => [v[a[1]], v[a[2]], v[a[3]]]),
        ["Take"] = (x, a) => new([.. a.Select(p => x[0].Data[p])], 3),
        ["Put"] = (x, a) => Changed(x[0], y => Each(a, (p, k) => y.Data[p] = x[1].Data[k])),
        ["Put(accumulate)"] = (x, a) => Changed(x[0], y => Each(a, (p, k) => y.Data[p] += x[1].Data[k])),
        ["MaskedSelect"] = (x, a) => new(x[0].Data[..a[1]], a[1]),
        ["MaskedScatter"] = (x, _) => Changed(x[0], y => Each([.. Enumerable.Range(0, y.Size).Where(p => x[0].Data[p].V > 0)], (p, k) => y.Data[p] = x[1].Data[k])),
        ["IndexAdd"] = (x, a) => Changed(x[0], y => Source(x, a, (at, v) => y[at] += v)),
        ["IndexCopy"] = (x, a) => Changed(x[0], y => Source(x, a, (at, v) => y[at] = v)),
        ["IndexFill"] = (x, a) => DualArray.Build(x[0].Extents, i => a[1..3].Contains(i[x[0].Axis(a[0])]) ? x[1].Data[0] : x[0][i]),
        ["IndexPut(accumulate)"] = (x, a) => Changed(x[0], y => Source(x, a, (at, v) => y[at] += v)),
        ["Scatter"] = (x, a) => Changed(x[0], y => y.Data[a[1]] = x[1].Data[0]),
        ["ScatterAdd"] = (x, a) => Changed(x[0], y => Each(a[1..], (p, k) => y.Data[p] += x[1].Data[k])),
        ["ScatterReduce(Mean)"] = Sent((own, sent) => DualReductions.Mean([own, .. sent])),
        ["ScatterReduce(Prod)"] = Sent((own, sent) => sent.Aggregate(own, (p, q) => p * q)),
        ["ScatterReduce(Max)"] = Sent((own, sent) => DualReductions.Largest([own, .. sent])),
        ["ScatterReduce(Min)"] = Sent((own, sent) => sent.Aggregate(HyperDual.Min)),
        ["EmbeddingBag(Mean)"] = (x, a) => x[0].Along(0, v => [(v[a[1]] + v[a[2]]) / 2, v[a[3]]]),
        ["EmbeddingBag(Max)"] = (x, a) => x[0].Along(0, v => [v[a[1]], HyperDual.Max(v[a[2]], v[a[3]])]),
        ["EmbeddingBag(weights)"] = (x, a) => x[0].Along(0, v => [v[a[1]] * x[1].Data[0] + v[a[2]] * x[1].Data[1], v[a[3]] * x[1].Data[2]]),
    };

    private static List<int> Also(this List<int> list, Action<List<int>> change)
    {
        change(list);
        return list;
    }

    private static int Wrapped(int k, int n) => ((k % n) + n) % n;

    private static int[] Swapped(int[] v, int first, int second)
    {
        var copy = (int[])v.Clone();
        (copy[first], copy[second]) = (copy[second], copy[first]);
        return copy;
    }

    private static int[] Moved(int[] v, int from, int to)
    {
        var rest = v.Where((_, k) => k != from).ToList();
        rest.Insert(to, v[from]);
        return [.. rest];
    }

    private static int[] Inserted(int[] v, int at, int value) => [.. v[..at], value, .. v[at..]];

    // a quarter turn takes (i, j) from (j, n − 1 − i)
    private static DualArray Rotated(DualArray x, int first, int second) => DualArray.Build(Swapped(x.Extents, first, second), i =>
    {
        var from = (int[])i.Clone();
        (from[first], from[second]) = (i[second], x.Extents[second] - 1 - i[first]);
        return x[from];
    });

    private static DualArray Without(DualArray x, int axis) => x.As([.. x.Extents.Where((_, k) => k != axis)]);

    private static DualArray Joined(DualArray x, DualArray y, int axis)
    {
        var extents = (int[])x.Extents.Clone();
        extents[axis] += y.Extents[axis];
        return DualArray.Build(extents, i => i[axis] < x.Extents[axis] ? x[i] : y[[.. i[..axis], i[axis] - x.Extents[axis], .. i[(axis + 1)..]]]);
    }

    public static DualArray Tiled(DualArray x, int[] counts)
    {
        int[] extents = [.. Enumerable.Repeat(1, counts.Length - x.Rank), .. x.Extents];
        var wide = x.As(extents);
        return DualArray.Build([.. counts.Zip(extents, (c, e) => c * e)], i => wide[[.. i.Zip(extents, (at, e) => at % e)]]);
    }

    private static DualArray Changed(DualArray x, Action<DualArray> change)
    {
        var y = new DualArray([.. x.Data], x.Extents);
        change(y);
        return y;
    }

    private static void Each(int[] places, Action<int, int> visit)
    {
        for (var k = 0; k < places.Length; k++) visit(places[k], k);
    }

    // the elements of x[1], each with its place in x[0]: the index a[1 + k] on axis a[0]
    private static void Source(DualArray[] x, int[] a, Action<int[], HyperDual> visit)
    {
        var axis = x[0].Axis(a[0]);
        foreach (var i in NdArray.Indices(x[1].Extents)) visit([.. i[..axis], a[1 + i[axis]], .. i[(axis + 1)..]], x[1][i]);
    }

    private static Func<DualArray[], int[], DualArray> Sent(Func<HyperDual, HyperDual[], HyperDual> reduce) =>
        (x, a) => new([.. x[0].Data.Select((own, p) => x[1].Data.Where((_, k) => a[1 + k] == p).ToArray() is { Length: > 0 } sent ? reduce(own, sent) : own)], x[0].Extents);
}
