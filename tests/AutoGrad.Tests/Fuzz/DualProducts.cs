using static AutoGrad.Tests.Fuzz.HyperDual;

namespace AutoGrad.Tests.Fuzz;

/// <summary>Products, cells and attention once more, over hyper-dual numbers.</summary>
internal static class DualProducts
{
    public static Dictionary<string, Func<DualArray[], int[], DualArray>> All { get; } = new()
    {
        ["MatMul"] = (x, _) => Times(x[0], x[1]),
        ["MatMul(transposeA)"] = (x, _) => Times(Transposed(x[0]), x[1]),
        ["MatMul(transposeB)"] = (x, _) => Times(x[0], Transposed(x[1])),
        ["MatMul(both transposed)"] = (x, _) => Times(Transposed(x[0]), Transposed(x[1])),
        ["MatMul(vector)"] = (x, _) => OnLast(x[0], x[1]),
        ["Outer"] = (x, _) => DualArray.Build([x[0].Size, x[1].Size], i => x[0].Data[i[0]] * x[1].Data[i[1]]),
        ["Addmm"] = (x, _) => Times(x[1], x[2]) is var y ? DualArray.Build(y.Extents, i => 0.5 * x[0][i] + 1.5 * y[i]) : x[0],
        ["Linear"] = (x, _) => DualArray.Build([.. x[0].Extents[..^1], x[2].Size], i => x[2].Data[i[^1]] + Dot(x[0].Extents[^1], k => x[0][[.. i[..^1], k]] * x[1][i[^1], k])),
        ["Bilinear"] = (x, _) => DualArray.Build([x[0].Extents[0], 3], i => Dot(x[0].Extents[1], p => Dot(2, q => x[0][i[0], p] * x[2][i[1], p, q] * x[1][i[0], q]))),
        ["Kron"] = (x, _) => DualArray.Build([.. x[0].Extents.Select(e => 2 * e)], i => x[0][[.. i.Select(k => k / 2)]] * x[1][[.. i.Select(k => k % 2)]]),
        ["Cross"] = (x, _) => DualArray.Build(x[0].Extents, i =>
        {
            HyperDual At(DualArray y, int k) => y[[.. i[..^1], (i[^1] + k) % 3]];
            return At(x[0], 1) * At(x[1], 2) - At(x[0], 2) * At(x[1], 1);
        }),
        ["Tensordot"] = (x, _) => DualArray.Build([.. x[0].Extents[..^1], x[1].Extents[1]], i => Dot(x[0].Extents[^1], k => x[0][[.. i[..^1], k]] * x[1][k, i[^1]])),
        ["Einsum(ij,jk->ki)"] = (x, _) => Transposed(Times(x[0], x[1])),
        ["Einsum(ii->i)"] = (x, _) => DualArray.Build([x[0].Extents[0]], i => x[0][i[0], i[0]]),
        ["Einsum(...i,i->...)"] = (x, _) => OnLast(x[0], x[1]),
        ["Cdist"] = (x, _) => Distances(x[0], x[1].Map(v => v + 5), d => Sqrt(DualReductions.Sum(Array.ConvertAll(d, e => e * e)))),
        ["Cdist(3)"] = (x, _) => Distances(x[0], x[1].Map(v => v + 5), d => Pow(DualReductions.Sum(Array.ConvertAll(d, e => Abs(e) * e * e)), 1.0 / 3)),
        ["Cdist(1)"] = (x, _) => Distances(x[0], x[1], d => DualReductions.Sum(Array.ConvertAll(d, Abs))),
        ["PairwiseDistance"] = (x, _) => DualArray.Build(x[0].Extents[..^1], i => Sqrt(Dot(x[0].Extents[^1], k => Squared(x[0][[.. i, k]] - x[1][[.. i, k]] - 5 + 1e-6)))),
        ["CosineSimilarity"] = (x, a) =>
        {
            var axis = x[0].Axis(a[0]);
            var (p, q) = (x[0].Map(v => v + 3), x[1].Map(v => v - 3));
            HyperDual Along(int[] i, DualArray y, DualArray z) => y.Line(i, axis).Zip(z.Line(i, axis), (u, v) => u * v).Aggregate((u, v) => u + v);
            var cosines = DualArray.Build([.. p.Extents[..axis], 1, .. p.Extents[(axis + 1)..]], i => Along(i, p, q) / (Sqrt(Along(i, p, p)) * Sqrt(Along(i, q, q))));
            return cosines.As([.. p.Extents.Where((_, k) => k != axis)]);
        },
        ["MultiDot"] = (x, _) => Times(Times(x[0], x[1]), x[2]),

        ["RnnTanhCell"] = (x, _) => Gates(x) is var z ? z.Map(Tanh) : x[0],
        ["RnnReluCell"] = (x, _) => Gates(x).Map(v => Max(0, v)),
        ["GruCell"] = (x, _) =>
        {
            var (input, hidden) = (Times(x[0], Transposed(x[2])), Times(x[1], Transposed(x[3])));
            return DualArray.Build(x[1].Extents, i =>
            {
                HyperDual From(DualArray y, int gate) => y[i[0], 2 * gate + i[1]];
                var (r, z) = (Sigmoid(From(input, 0) + From(hidden, 0)), Sigmoid(From(input, 1) + From(hidden, 1)));
                return (1 - z) * Tanh(From(input, 2) + r * From(hidden, 2)) + z * x[1][i];
            });
        },
        ["LstmCell"] = (x, _) => Gates(x) is var z ? DualArray.Build(x[1].Extents, i =>
        {
            HyperDual Gate(int gate) => z[i[0], 2 * gate + i[1]];
            return Sigmoid(Gate(3)) * Tanh(Sigmoid(Gate(1)) * x[1][i] * 0.5 + Sigmoid(Gate(0)) * Tanh(Gate(2)));
        }) : x[0],
        ["Attention"] = (x, _) => Attention(x, causal: false),
        ["Attention(causal)"] = (x, _) => Attention(x, causal: true),
        ["SelfAttention"] = (x, _) =>
        {
            var joint = Times(x[0], Transposed(x[1]));
            var (batch, steps, features) = (x[0].Extents[0], x[0].Extents[1], x[0].Extents[2]);
            var half = features / 2;
            DualArray Part(int part) => DualArray.Build([batch, 2, steps, half], i => joint[i[0], i[2], part * features + i[1] * half + i[3]]);
            var heads = Attention([Part(0), Part(1), Part(2)], causal: true);
            return Times(DualArray.Build([batch, steps, features], i => heads[i[0], i[2] / half, i[1], i[2] % half]), Transposed(x[2]));
        },
    };

    /// <summary>The product of matrices, or of stacks that broadcast.</summary>
    public static DualArray Times(DualArray x, DualArray y)
    {
        var lead = DualArray.BroadcastExtents(DualArray.Zeros(x.Extents[..^2]), DualArray.Zeros(y.Extents[..^2]));
        return DualArray.Build([.. lead, x.Extents[^2], y.Extents[^1]], i => Dot(x.Extents[^1], k => At(x, i, i[^2], k) * At(y, i, k, i[^1])));
    }

    public static DualArray Transposed(DualArray x) => DualArray.Build([.. x.Extents[..^2], x.Extents[^1], x.Extents[^2]], i => x[[.. i[..^2], i[^1], i[^2]]]);

    public static HyperDual Dot(int count, Func<int, HyperDual> term)
    {
        HyperDual sum = 0;
        for (var k = 0; k < count; k++) sum += term(k);
        return sum;
    }

    private static HyperDual Squared(HyperDual x) => x * x;

    private static HyperDual At(DualArray x, int[] index, int row, int column)
    {
        var lead = index[..^2][^(x.Rank - 2)..];
        for (var axis = 0; axis < lead.Length; axis++)
            if (x.Extents[axis] == 1) lead[axis] = 0;
        return x[[.. lead, row, column]];
    }

    private static DualArray OnLast(DualArray x, DualArray v) => DualArray.Build(x.Extents[..^1], i => Dot(v.Size, k => x[[.. i, k]] * v.Data[k]));

    private static DualArray Distances(DualArray x, DualArray y, Func<HyperDual[], HyperDual> length) =>
        DualArray.Build([x.Extents[0], y.Extents[0]], i => length([.. Enumerable.Range(0, x.Extents[1]).Select(k => x[i[0], k] - y[i[1], k])]));

    private static DualArray Gates(DualArray[] x)
    {
        var (input, hidden) = (Times(x[0], Transposed(x[2])), Times(x[1], Transposed(x[3])));
        return DualArray.Build(input.Extents, i => input[i] + hidden[i]);
    }

    private static DualArray Attention(DualArray[] x, bool causal)
    {
        var scores = Times(x[0], Transposed(x[1]));
        var scaled = DualArray.Build(scores.Extents, i => causal && i[^1] > i[^2] ? -1e9 : scores[i] / Math.Sqrt(x[0].Extents[^1]));
        return Times(scaled.Along(-1, DualReductions.Softmax), x[2]);
    }
}
