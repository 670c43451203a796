using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Products under their own names, and distances between vectors.</summary>
internal static class ProductRows
{
    public static IEnumerable<OpRow> All =>
    [
        .. Einsums,
        General("Mm", x => x[0].Mm(x[1]), Of([[2, 3], [3, 4]], [[0, 3], [3, 2]]), x => Sum("ij,jk->ik", x), integers: true),
        General("Mv", x => x[0].Mv(x[1]), Of([[2, 3], [3]]), x => Sum("ij,j->i", x), integers: true),
        General("Bmm", x => x[0].Bmm(x[1]), Of([[2, 3, 4], [2, 4, 2]], [[0, 2, 3], [0, 3, 2]]), x => Sum("bij,bjk->bik", x), integers: true),
        General("Addmm", x => x[0].Addmm(x[1], x[2], beta: 3, alpha: 2), Of([[4], [3, 2], [2, 4]], [[3, 1], [3, 2], [2, 4]], [[], [3, 0], [0, 4]]), x => Added(x[0], 3, Sum("ij,jk->ik", x[1..]), 2), integers: true),
        General("Addmm(beta 0)", x => x[0].Addmm(x[1], x[2], beta: 0), Of([[4], [3, 2], [2, 4]]), x => Sum("ij,jk->ik", x[1..])),
        General("Addmv", x => x[0].Addmv(x[1], x[2], beta: 3, alpha: 2), Of([[3], [3, 2], [2]], [[1], [3, 2], [2]]), x => Added(x[0], 3, Sum("ij,j->i", x[1..]), 2), integers: true),
        General("Addr", x => x[0].Addr(x[1], x[2], beta: 3, alpha: 2), Of([[3, 2], [3], [2]], [[2], [3], [2]]), x => Added(x[0], 3, Sum("i,j->ij", x[1..]), 2), integers: true),
        General("Baddbmm", x => x[0].Baddbmm(x[1], x[2], beta: 3, alpha: 2), Of([[2, 3, 1], [2, 3, 4], [2, 4, 2]]), x => Added(x[0], 3, Sum("bij,bjk->bik", x[1..]), 2), integers: true),
        General("Tensordot", x => x[0].Tensordot(x[1]), Of([[2, 3, 2], [3, 2, 4]], [[2, 3], [2, 3]]), x => Sum(x[0].Rank == 3 ? "aij,ijb->ab" : "ij,ij->", x), integers: true),
        General("Tensordot(0)", x => x[0].Tensordot(x[1], 0), Of([[2], [3, 1]]), x => Sum("a,bc->abc", x)),
        General("Tensordot(axes)", x => x[0].Tensordot(x[1], [0, -1], [1, 0]), Of([[2, 3, 4], [4, 2, 5]], [[0, 3, 2], [2, 0, 1]]), x => Sum("iaj,jib->ab", x), integers: true),
        General("Kron", x => x[0].Kron(x[1]), Of([[2, 2], [2, 3]], [[2], [2, 3]], [[1, 2, 3], [2]], [[], [3]], [[0, 2], [2, 2]]), Kron, integers: true),
        General("Cross", x => x[0].Cross(x[1]), Of([[2, 3], [2, 3]], [[3], [4, 3]], [[2, 1, 3], [4, 3]]), x => NdArray.Build(NdArray.BroadcastExtents(x), i => CrossAt(x, i, i.Length - 1)), integers: true),
        General("Cross(axis)", x => x[0].Cross(x[1], 0), Of([[3, 2], [3, 2]]), x => NdArray.Build(x[0].Extents, i => CrossAt(x, i, 0))),
        General("Bilinear", x => x[0].Bilinear(x[1], x[2], x[3]), Of([[2, 3], [2, 2], [4, 3, 2], [4]], [[2, 2, 1], [2, 2, 3], [1, 1, 3], [1]], [[3], [2], [4, 3, 2], [4]]),
            x => Added(x[3], 1, Sum(x[0].Rank switch { 1 => "i,j,oij->o", 2 => "ni,nj,oij->no", _ => "abi,abj,oij->abo" }, x[..3]), 1), integers: true),
        General("Bilinear(no bias)", x => x[0].Bilinear(x[1], x[2]), Of([[2, 3], [2, 2], [4, 3, 2]]), x => Sum("ni,nj,oij->no", x)),
        Distances("Cdist", 2), Distances("Cdist(1)", 1), Distances("Cdist(3)", 3), Distances("Cdist(1.5)", 1.5), Distances("Cdist(infinity)", double.PositiveInfinity), Distances("Cdist(0)", 0),
        Pairs("PairwiseDistance", 2), Pairs("PairwiseDistance(1)", 1), Pairs("PairwiseDistance(2.5)", 2.5), Pairs("PairwiseDistance(infinity)", double.PositiveInfinity), Pairs("PairwiseDistance(0)", 0),
        General("Normalize", x => x[0].Normalize(), Of([[3, 4]], [[2, 3, 2]]), x => Normalized(x[0], 2, 1)),
        General("Normalize(3)", x => x[0].Normalize(p: 3, axis: 0), Of([[3, 4]]), x => Normalized(x[0], 3, 0)),
        General("Normalize(1)", x => x[0].Normalize(p: 1, axis: -1), Apart([3, 4]), x => Normalized(x[0], 1, 1)),
        General("CosineSimilarity", x => x[0].CosineSimilarity(x[1]), Of([[3, 4], [3, 4]], [[3, 1], [1, 4]]), Cosine),
    ];

    private static IEnumerable<OpRow> Einsums =>
    [
        Einsum("ij,jk->ik", [[2, 3], [3, 4]], [[0, 3], [3, 2]], [[2, 0], [0, 3]]),
        Einsum("ij,kj->ik", [[2, 3], [4, 3]]),
        Einsum("ji,jk->ki", [[3, 2], [3, 4]]),
        Einsum("ij->ji", [[2, 3]]),
        Einsum("ii->", [[3, 3]]),
        Einsum("ii->i", [[3, 3]]),
        Einsum("iijj->ij", [[2, 2, 3, 3]]),
        Einsum("ijk->k", [[2, 3, 2]]),
        Einsum("i,i->", [[4], [4]]),
        Einsum("i,i->i", [[4], [4]]),
        Einsum("i,j->ij", [[3], [2]]),
        Einsum("a,ab,b->", [[3], [3, 2], [2]]),
        Einsum("ab,bc,cd->da", [[2, 3], [3, 2], [2, 2]]),
        Einsum("bij,bjk->bik", [[2, 3, 2], [2, 2, 3]]),
        Einsum("bhid,bhjd->bhij", [[1, 2, 3, 2], [1, 2, 3, 2]]),
        Einsum("ibj,kjb->kbi", [[2, 3, 4], [2, 4, 3]]),
        Einsum("ij,ij->i", [[2, 3], [2, 3]], [[2, 3], [1, 3]], [[2, 3], [2, 1]]),
        Einsum("ik,jk->", [[2, 3], [4, 3]]),
        Einsum("ij,jk,ik->", [[2, 3], [3, 4], [2, 4]]),
        Einsum("ba", "ba->ab", [[2, 3]]),
        Einsum("ij,jk", "ij,jk->ik", [[2, 3], [3, 4]]),
        Einsum("...ij,...jk->...ik", "bij,jk->bik", [[2, 2, 3], [3, 2]]),
        Einsum("...i,i...->...", "bi,ib->b", [[2, 3], [3, 2]]),
        Einsum("i...,j...", "ib,jb->bij", [[2, 3], [4, 3]]),
        Einsum("...->", "ij->", [[2, 3]]),
        Einsum(" ... i , ... i -> ... ", "abi,bi->ab", [[4, 2, 3], [2, 3]]),
    ];

    private static OpRow Einsum(string equation, params int[][][] extents) => Einsum(equation, equation, extents);

    private static OpRow Einsum(string equation, string spelled, params int[][][] extents) =>
        General($"Einsum({equation})", x => Tensor.Einsum(equation, x), Of(extents), x => Sum(spelled, x), integers: true);

    private static OpRow Distances(string name, double p) =>
        General(name, x => x[0].Cdist(x[1], p), s => new (int[] X, int[] Y)[] { ([3, 2], [4, 2]), ([2, 2, 3], [2, 1, 3]), ([2, 3], [2, 2, 3]), ([0, 2], [3, 2]) }.Select(e => new[] { s.Distinct(e.X), s.Distinct(e.Y) - 0.06 }),
            x => NdArray.Build([.. NdArray.BroadcastExtents([.. x.Select(a => NdArray.Zeros(a.Extents[..^2]))]), x[0].Extents[^2], x[1].Extents[^2]],
                i => Length(Enumerable.Range(0, x[0].Extents[^1]).Select(k => Row(x[0], i, i[^2], k) - Row(x[1], i, i[^1], k)), p)),
            float32Tolerance: 1e-4);

    private static OpRow Pairs(string name, double p) =>
        General(name, x => x[0].PairwiseDistance(x[1], p), s => new (int[] X, int[] Y)[] { ([3, 4], [3, 4]), ([4], [2, 4]) }.Select(e => new[] { s.Distinct(e.X), s.Distinct(e.Y) - 0.06 }),
            x =>
            {
                var whole = NdArray.BroadcastExtents(x);
                return NdArray.Build(whole[..^1], i => Length(Enumerable.Range(0, whole[^1]).Select(k => x[0].Broadcast([.. i, k]) - x[1].Broadcast([.. i, k]) + 1e-6), p));
            },
            float32Tolerance: 1e-4);

    private static Func<Sampler, IEnumerable<Tensor[]>> Of(params int[][][] extents) => s => extents.Select(e => Array.ConvertAll(e, x => s.Floats(x)));

    private static Func<Sampler, IEnumerable<Tensor[]>> Apart(int[] extents) => s => [[s.Floats(extents, avoid: 0)]];

    /// <summary>The sum by definition: over every value of every label.</summary>
    private static NdArray Sum(string equation, NdArray[] x)
    {
        var (terms, output) = (equation.Split("->")[0].Split(','), equation.Split("->")[1]);
        var labels = string.Concat(terms).Distinct().ToArray();
        var extents = Array.ConvertAll(labels, l => Enumerable.Range(0, terms.Length).SelectMany(k => terms[k].Select((c, axis) => c == l ? x[k].Extents[axis] : 1)).Aggregate(1, (a, b) => a == 1 ? b : a));
        int Value(int[] index, char label) => index[Array.IndexOf(labels, label)];
        var y = NdArray.Zeros([.. output.Select(c => extents[Array.IndexOf(labels, c)])]);
        foreach (var index in NdArray.Indices(extents))
            y[[.. output.Select(c => Value(index, c))]] += Enumerable.Range(0, x.Length).Aggregate(1.0, (product, k) =>
                product * x[k][[.. terms[k].Select((c, axis) => x[k].Extents[axis] == 1 ? 0 : Value(index, c))]]);
        return y;
    }

    private static NdArray Added(NdArray x, double beta, NdArray product, double alpha) => NdArray.Build(product.Extents, i => beta * x.Broadcast(i) + alpha * product[i]);

    private static NdArray Kron(NdArray[] x)
    {
        var rank = Math.Max(x[0].Rank, x[1].Rank);
        var padded = Array.ConvertAll(x, a => new NdArray(a.Data, [.. Enumerable.Repeat(1, rank - a.Rank), .. a.Extents]));
        return NdArray.Build([.. Enumerable.Range(0, rank).Select(a => padded[0].Extents[a] * padded[1].Extents[a])], i =>
            padded[0][[.. i.Select((v, a) => v / padded[1].Extents[a])]] * padded[1][[.. i.Select((v, a) => v % padded[1].Extents[a])]]);
    }

    private static double CrossAt(NdArray[] x, int[] index, int axis)
    {
        double At(int which, int step)
        {
            var i = (int[])index.Clone();
            i[axis] = (i[axis] + step) % 3;
            return x[which].Broadcast(i);
        }
        return At(0, 1) * At(1, 2) - At(0, 2) * At(1, 1);
    }

    private static double Row(NdArray x, int[] index, int row, int k)
    {
        var batch = index[..^2];
        return x.Broadcast([.. batch, row, k]);
    }

    private static double Length(IEnumerable<double> x, double p) => p switch
    {
        0 => x.Count(v => v != 0),
        double.PositiveInfinity => x.Max(Math.Abs),
        _ => Math.Pow(x.Sum(v => Math.Pow(Math.Abs(v), p)), 1 / p),
    };

    private static NdArray Normalized(NdArray x, double p, int axis) => NdArray.Build(x.Extents, i => x[i] / Length(Enumerable.Range(0, x.Extents[axis]).Select(k =>
    {
        var other = (int[])i.Clone();
        other[axis] = k;
        return x[other];
    }), p));

    private static NdArray Cosine(NdArray[] x)
    {
        var whole = NdArray.BroadcastExtents(x);
        return NdArray.Build(whole[..^1], i =>
        {
            var (a, b) = (Values(x[0], i), Values(x[1], i));
            return a.Zip(b, (u, v) => u * v).Sum() / (Length(a, 2) * Length(b, 2));
        });

        double[] Values(NdArray a, int[] i) => [.. Enumerable.Range(0, whole[^1]).Select(k => a.Broadcast([.. i, k]))];
    }
}
