using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>Recurrent layers and attention.</summary>
internal static class RecurrentRows
{
    public static IEnumerable<OpRow> All =>
    [
        General("RnnTanhCell", x => Recurrent.RnnTanhCell(x[0], x[1], Weights(x, 2)), Cells(1, 1), x => Simple(x, Math.Tanh)),
        General("RnnReluCell", x => Recurrent.RnnReluCell(x[0], x[1], Weights(x, 2)), Cells(1, 1), x => Simple(x, v => Math.Max(v, 0))),
        Several("LstmCell", x => Pair(Recurrent.LstmCell(x[0], x[1], x[2], Weights(x, 3))), Cells(4, 2), x => Lstm(x[0], x[1], x[2], x[3..])),
        General("GruCell", x => Recurrent.GruCell(x[0], x[1], Weights(x, 2)), Cells(3, 1), x => Gru(x[0], x[1], x[2..])),
        Several("Rnn", x => Pair(Recurrent.Rnn(x[0], x[1], [Weights(x, 2)])), s => [[s.Floats([2, 1, 2]), s.Floats([1, 1, 2]), .. Parameters(s, 1, 2, 2)]],
            x => { var first = Simple([Step(x[0], 0), Step(x[1], 0), .. x[2..]], Math.Tanh); var second = Simple([Step(x[0], 1), first, .. x[2..]], Math.Tanh); return [Stack(first, second), Stack(second)]; }),
        Several("Rnn(relu)", x => Pair(Recurrent.Rnn(x[0], x[1], [Weights(x, 2)], relu: true)), s => [[s.Floats([2, 1, 2]), s.Floats([1, 1, 2]), .. Parameters(s, 1, 2, 2)]],
            x => { var first = Simple([Step(x[0], 0), Step(x[1], 0), .. x[2..]], v => Math.Max(v, 0)); var second = Simple([Step(x[0], 1), first, .. x[2..]], v => Math.Max(v, 0)); return [Stack(first, second), Stack(second)]; }),
        Several("Lstm(two layers)", x => { var (y, h, c) = Recurrent.Lstm(x[0], x[1], x[2], [Weights(x, 3), Weights(x, 7)]); return [y, h, c]; },
            s => [[s.Floats([2, 1, 2]), s.Floats([2, 1, 2]), s.Floats([2, 1, 2]), .. Parameters(s, 4, 2, 2), .. Parameters(s, 4, 2, 2)]], TwoLayers, float32Tolerance: 1e-4),
        Several("Lstm(backwards)", x => Pair(BackwardsLstm(x)), s => [[s.Floats([2, 1, 3]), s.Floats([2, 1, 2]), s.Floats([2, 1, 2]), .. Parameters(s, 4, 3, 2)]], BackwardsLstm),
        Several("Gru(both directions)", x => Pair(Recurrent.Gru(x[0], x[1], [Weights(x, 2), Weights(x, 6)], bidirectional: true)),
            s => [[s.Floats([2, 2, 2]), s.Floats([2, 2, 1]), .. Parameters(s, 3, 2, 1), .. Parameters(s, 3, 2, 1)]], BothDirections, float32Tolerance: 1e-4),
        General("ScaledDotProductAttention", x => Tensor.ScaledDotProductAttention(x[0], x[1], x[2]), s => [[s.Floats([2, 3]), s.Floats([4, 3]), s.Floats([4, 2])], [s.Floats([2, 2, 2]), s.Floats([2, 3, 2]), s.Floats([2, 3, 2])]],
            x => Attention(x[0], x[1], x[2], (_, _) => 0)),
        General("ScaledDotProductAttention(causal)", x => Tensor.ScaledDotProductAttention(x[0], x[1], x[2], causal: true, scale: 0.25), s => [[s.Floats([3, 2]), s.Floats([3, 2]), s.Floats([3, 2])]],
            x => Attention(x[0], x[1], x[2], (q, k) => k <= q ? 0 : double.NegativeInfinity, 0.25)),
        General("ScaledDotProductAttention(mask)", x => Tensor.ScaledDotProductAttention(x[0], x[1], x[2], Tensor.From([true, false, true])), s => [[s.Floats([2, 2]), s.Floats([3, 2]), s.Floats([3, 2])]],
            x => Attention(x[0], x[1], x[2], (_, k) => k == 1 ? double.NegativeInfinity : 0)),
        General("ScaledDotProductAttention(added mask)", x => Tensor.ScaledDotProductAttention(x[0], x[1], x[2], x[3]), s => [[s.Floats([2, 2]), s.Floats([3, 2]), s.Floats([3, 2]), s.Floats([2, 3])]],
            x => Attention(x[0], x[1], x[2], (q, k) => x[3][q, k])),
        General("MultiHeadAttention", x => Tensor.MultiHeadAttention(x[0], x[0], x[0], 2, x[1], x[2], x[3], x[4]), s => [[s.Floats([2, 2, 4]), s.Floats([12, 4]), s.Floats([12]), s.Floats([4, 4]), s.Floats([4])]],
            x => Heads(x[0], x[0], x[0], x[1], x[2], x[3], x[4]), float32Tolerance: 1e-4),
        General("MultiHeadAttention(other keys)", x => Tensor.MultiHeadAttention(x[0], x[1], x[2], 2, x[3], null, x[4], null), s => [[s.Floats([1, 2, 2]), s.Floats([1, 3, 2]), s.Floats([1, 3, 2]), s.Floats([6, 2]), s.Floats([2, 2])]],
            x => Heads(x[0], x[1], x[2], x[3], null, x[4], null), float32Tolerance: 1e-4),
    ];

    // the second direction alone: the first one's part of the results is not looked at
    private static (Tensor, Tensor) BackwardsLstm(Tensor[] x)
    {
        var (y, _, c) = Recurrent.Lstm(x[0], x[1], x[2], [Weights(x, 3), Weights(x, 3)], bidirectional: true);
        return (y.Narrow(2, 2, 2), c.Narrow(0, 1, 1));
    }

    private static NdArray[] BackwardsLstm(NdArray[] x)
    {
        var last = Lstm(Step(x[0], 1), Step(x[1], 1), Step(x[2], 1), x[3..]);
        var first = Lstm(Step(x[0], 0), last[0], last[1], x[3..]);
        return [Stack(first[0], last[0]), Stack(first[1])];
    }

    private static RecurrentWeights Weights(Tensor[] x, int first) => new(x[first], x[first + 1], x[first + 2], x[first + 3]);

    private static Tensor[] Pair((Tensor, Tensor) both) => [both.Item1, both.Item2];

    private static Tensor[] Parameters(Sampler s, int gates, int inputs, int hidden) => [s.Floats([gates * hidden, inputs]), s.Floats([gates * hidden, hidden]), s.Floats([gates * hidden]), s.Floats([gates * hidden])];

    private static Func<Sampler, IEnumerable<Tensor[]>> Cells(int gates, int states) => s =>
    [
        [s.Floats([2, 3]), .. Enumerable.Range(0, states).Select(_ => s.Floats([2, 2])), .. Parameters(s, gates, 3, 2)],
        [s.Floats([2]), .. Enumerable.Range(0, states).Select(_ => s.Floats([2])), .. Parameters(s, gates, 2, 2)],
    ];

    /// <summary>W x + b of one of two parts of the weights, and one row.</summary>
    private static double Share(NdArray x, NdArray w, NdArray b, int[] i, int gate, int hidden)
    {
        var row = gate * hidden + i[^1];
        return b[row] + Enumerable.Range(0, w.Extents[1]).Sum(k => w[row, k] * x[[.. i[..^1], k]]);
    }

    private static NdArray Simple(NdArray[] x, Func<double, double> f) =>
        NdArray.Build(x[1].Extents, i => f(Share(x[0], x[2], x[4], i, 0, x[1].Extents[^1]) + Share(x[1], x[3], x[5], i, 0, x[1].Extents[^1])));

    private static NdArray[] Lstm(NdArray x, NdArray h, NdArray c, NdArray[] w)
    {
        double Gate(int[] i, int gate) => Share(x, w[0], w[2], i, gate, h.Extents[^1]) + Share(h, w[1], w[3], i, gate, h.Extents[^1]);
        var memory = NdArray.Build(c.Extents, i => Sigmoid(Gate(i, 1)) * c[i] + Sigmoid(Gate(i, 0)) * Math.Tanh(Gate(i, 2)));
        return [NdArray.Build(h.Extents, i => Sigmoid(Gate(i, 3)) * Math.Tanh(memory[i])), memory];
    }

    private static NdArray Gru(NdArray x, NdArray h, NdArray[] w) => NdArray.Build(h.Extents, i =>
    {
        var own = Enumerable.Range(0, 3).Select(gate => Share(x, w[0], w[2], i, gate, h.Extents[^1])).ToArray();
        var past = Enumerable.Range(0, 3).Select(gate => Share(h, w[1], w[3], i, gate, h.Extents[^1])).ToArray();
        var (r, z) = (Sigmoid(own[0] + past[0]), Sigmoid(own[1] + past[1]));
        return (1 - z) * Math.Tanh(own[2] + r * past[2]) + z * h[i];
    });

    private static NdArray[] TwoLayers(NdArray[] x)
    {
        NdArray[] first = [Step(x[1], 0), Step(x[2], 0)], second = [Step(x[1], 1), Step(x[2], 1)];
        var outputs = new List<NdArray>();
        for (var t = 0; t < 2; t++)
        {
            first = Lstm(Step(x[0], t), first[0], first[1], x[3..7]);
            second = Lstm(first[0], second[0], second[1], x[7..]);
            outputs.Add(second[0]);
        }
        return [Stack([.. outputs]), Stack(first[0], second[0]), Stack(first[1], second[1])];
    }

    private static NdArray[] BothDirections(NdArray[] x)
    {
        var f0 = Gru(Step(x[0], 0), Step(x[1], 0), x[2..6]);
        var f1 = Gru(Step(x[0], 1), f0, x[2..6]);
        var b1 = Gru(Step(x[0], 1), Step(x[1], 1), x[6..]);
        var b0 = Gru(Step(x[0], 0), b1, x[6..]);
        NdArray[] forward = [f0, f1], backward = [b0, b1];
        return [NdArray.Build([2, 2, 2], i => (i[2] == 0 ? forward : backward)[i[0]][i[1], 0]), Stack(f1, b0)];
    }

    private static NdArray Step(NdArray x, int t) => NdArray.Build(x.Extents[1..], i => x[[t, .. i]]);

    private static NdArray Stack(params NdArray[] parts) => NdArray.Build([parts.Length, .. parts[0].Extents], i => parts[i[0]][i[1..]]);

    private static NdArray Attention(NdArray q, NdArray k, NdArray v, Func<int, int, double> mask, double? scale = null) =>
        NdArray.Build([.. q.Extents[..^1], v.Extents[^1]], i =>
        {
            var weights = Enumerable.Range(0, k.Extents[^2]).Select(j =>
                Math.Exp((scale ?? 1 / Math.Sqrt(q.Extents[^1])) * Enumerable.Range(0, q.Extents[^1]).Sum(f => q[[.. i[..^1], f]] * k[[.. i[..^2], j, f]]) + mask(i[^2], j))).ToArray();
            return weights.Select((w, j) => w * v[[.. i[..^2], j, i[^1]]]).Sum() / weights.Sum();
        });

    private static NdArray Heads(NdArray q, NdArray k, NdArray v, NdArray w, NdArray? b, NdArray outW, NdArray? outB)
    {
        var features = q.Extents[2];
        var (share, size) = (features / 2, new[] { q.Extents[0], 2 });
        NdArray Part(NdArray x, int part) => NdArray.Build([.. size, x.Extents[1], share], i =>
        {
            var row = part * features + i[1] * share + i[3];
            return (b is null ? 0 : b[row]) + Enumerable.Range(0, features).Sum(f => w[row, f] * x[i[0], i[2], f]);
        });
        var heads = Attention(Part(q, 0), Part(k, 1), Part(v, 2), (_, _) => 0);
        return NdArray.Build(q.Extents, i => (outB is null ? 0 : outB[i[2]]) + Enumerable.Range(0, features).Sum(f => outW[i[2], f] * heads[i[0], f / share, i[1], f % share]));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
