using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

internal static class MatMulRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("MatMul", x => x[0].MatMul(x[1]),
            Of(([3], [3]), ([3], [3, 4]), ([2, 3], [3]), ([2, 3], [3, 4]), ([1, 1], [1, 1]), ([17, 9], [9, 18]), ([0, 3], [3, 4]), ([2, 0], [0, 3]), ([2, 3], [3, 0]), ([0], [0])),
            x => Product(x[0], x[1], false, false), integers: true),
        General("MatMul(transposeA)", x => x[0].MatMul(x[1], transposeA: true), Of(([3, 2], [3, 4]), ([3], [3, 4]), ([3, 2], [3]), ([9, 17], [9, 18])), x => Product(x[0], x[1], true, false), integers: true),
        General("MatMul(transposeB)", x => x[0].MatMul(x[1], transposeB: true), Of(([2, 3], [4, 3]), ([3], [4, 3]), ([2, 3], [3]), ([17, 9], [18, 9])), x => Product(x[0], x[1], false, true), integers: true),
        General("MatMul(transposeA, transposeB)", x => x[0].MatMul(x[1], transposeA: true, transposeB: true), Of(([3, 2], [4, 3]), ([9, 17], [18, 9])), x => Product(x[0], x[1], true, true), integers: true),
        General("MatMul(batch)", x => x[0].MatMul(x[1]),
            Of(([2, 2, 3], [2, 3, 2]), ([2, 1, 2, 3], [3, 3, 2]), ([2, 2, 3], [3, 4]), ([2, 3], [2, 3, 4]), ([3], [2, 3, 2]), ([2, 2, 3], [3]), ([1, 2, 3], [2, 3, 1]), ([0, 2, 3], [3, 2]), ([3, 2, 0], [0, 2]), ([2, 2, 3], [0, 1, 3, 2])),
            x => Product(x[0], x[1], false, false), integers: true),
        General("MatMul(batch, transposeA)", x => x[0].MatMul(x[1], transposeA: true), Of(([2, 3, 2], [2, 3, 2]), ([2, 3, 2], [3, 4]), ([3, 2], [2, 3, 4])), x => Product(x[0], x[1], true, false)),
        General("MatMul(batch, transposeB)", x => x[0].MatMul(x[1], transposeB: true), Of(([2, 2, 3], [2, 2, 3]), ([2, 2, 3], [4, 3]), ([2, 3], [2, 4, 3])), x => Product(x[0], x[1], false, true)),
        General("Dot", x => x[0].Dot(x[1]), Of(([4], [4]), ([1], [1]), ([0], [0])), x => Product(x[0], x[1], false, false), integers: true),
        General("Outer", x => x[0].Outer(x[1]), Of(([2], [3]), ([1], [1]), ([0], [2])), x => NdArray.Build([x[0].Size, x[1].Size], i => x[0][i[0]] * x[1][i[1]]), integers: true),
    ];

    private static Func<Sampler, IEnumerable<Tensor[]>> Of(params (int[] A, int[] B)[] extents) =>
        s => extents.Select(e => new[] { s.Floats(e.A), s.Floats(e.B) });

    private static NdArray Product(NdArray a, NdArray b, bool transposeA, bool transposeB)
    {
        var (vectorA, vectorB) = (a.Rank == 1, b.Rank == 1);
        a = vectorA ? new NdArray(a.Data, 1, a.Size) : transposeA ? Transpose(a) : a;
        b = vectorB ? new NdArray(b.Data, b.Size, 1) : transposeB ? Transpose(b) : b;
        var (batchA, batchB) = (NdArray.Zeros(a.Extents[..^2]), NdArray.Zeros(b.Extents[..^2]));
        int[] batch = NdArray.BroadcastExtents(batchA, batchB);
        var (m, n, k) = (a.Extents[^2], b.Extents[^1], a.Extents[^1]);
        var c = NdArray.Build([.. batch, m, n], i => Enumerable.Range(0, k).Sum(l => At(a, i[..^2], i[^2], l) * At(b, i[..^2], l, i[^1])));
        int[] rows = vectorA ? [] : [m], columns = vectorB ? [] : [n];
        return new NdArray(c.Data, [.. batch, .. rows, .. columns]);
    }

    private static double At(NdArray x, int[] batch, int row, int column)
    {
        var own = batch[(batch.Length - x.Rank + 2)..];
        for (var axis = 0; axis < own.Length; axis++)
            if (x.Extents[axis] == 1) own[axis] = 0;
        return x[[.. own, row, column]];
    }

    private static NdArray Transpose(NdArray x) =>
        NdArray.Build([.. x.Extents[..^2], x.Extents[^1], x.Extents[^2]], i => x[[.. i[..^2], i[^1], i[^2]]]);
}
