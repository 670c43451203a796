using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>Normalisation, dropout, recurrent cells and attention.</summary>
internal static class LayerCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Of("LayerNorm", (x, a) => x[0].LayerNorm([a[0]], x[1], x[2], eps: 0.1), (s, _) => s.Rank > 0 && s[^1] > 1 ? new([s[^1]], [s[^1]], [s[^1]]) : null),
        Of("LayerNorm(two axes)", (x, a) => x[0].LayerNorm([a[0], a[1]], eps: 0.1), (s, _) => s.Rank > 1 && s[^1] * s[^2] > 1 ? new([s[^2], s[^1]]) : null),
        Of("RmsNorm", (x, a) => x[0].RmsNorm([a[0]], x[1], eps: 0.1), (s, _) => s.Rank > 0 ? new([s[^1]], [s[^1]]) : null),
        Of("BatchNorm(training)", (x, _) => x[0].BatchNorm(null, null, x[1], x[2], training: true, eps: 0.1), (s, _) => s.Rank is 2 or 3 && s.Size > s[1] ? new([], [s[1]], [s[1]]) : null),
        Of("BatchNorm(planes)", (x, _) => x[0].Repeat(1, 1, 16).BatchNorm(null, null, x[1], x[2], training: true, eps: 0.1), (s, _) => s.Rank == 3 && s[0] * s[2] > 1 ? new([], [s[1]], [s[1]]) : null),
        Of("BatchNorm(evaluation)", (x, _) => x[0].Repeat(1, 1, 16).BatchNorm(Tensor.Full([x[0].Shape[1]], 0.5, x[0].DType), Tensor.Full([x[0].Shape[1]], 2, x[0].DType), x[1], x[2], eps: 0.1), (s, _) => s.Rank == 3 ? new([], [s[1]], [s[1]]) : null),
        Of("GroupNorm", (x, _) => x[0].GroupNorm(1, x[1], x[2], eps: 0.1), (s, _) => s.Rank is 3 or 4 && s.Size > s[0] ? new([], [s[1]], [s[1]]) : null),
        Of("InstanceNorm", (x, _) => x[0].InstanceNorm(eps: 0.1), (s, _) => s.Rank is 3 && s[2] > 1 ? new([]) : null),
        Of("LocalResponseNorm", (x, _) => x[0].LocalResponseNorm(2, alpha: 0.5), (s, _) => s.Rank == 3 ? new([]) : null),
        Of("Dropout", (x, _) => x[0].Dropout(0.3, generator: new Generator(11)), (s, _) => new([])),
        Of("RnnTanhCell", (x, _) => Recurrent.RnnTanhCell(x[0], x[1], new RecurrentWeights(x[2], x[3])), (s, _) => Cell(s, 1)),
        Of("RnnReluCell", (x, _) => Recurrent.RnnReluCell(x[0], x[1], new RecurrentWeights(x[2], x[3])), (s, _) => Cell(s, 1)),
        Of("GruCell", (x, _) => Recurrent.GruCell(x[0], x[1], new RecurrentWeights(x[2], x[3])), (s, _) => Cell(s, 3)),
        Of("LstmCell", (x, _) => Recurrent.LstmCell(x[0], x[1], x[1] * 0.5, new RecurrentWeights(x[2], x[3])).Item1, (s, _) => Cell(s, 4)),
        Of("Lstm", (x, _) => Recurrent.Lstm(x[0], x[1], x[1] * 0.5, [new RecurrentWeights(x[2], x[3])]).Output, (s, _) => s.Rank == 3 ? new([], [1, s[1], 2], [8, s[2]], [8, 2]) : null),
        Of("Gru", (x, _) => Recurrent.Gru(x[0], x[1], [new RecurrentWeights(x[2], x[3])]).Output, (s, _) => s.Rank == 3 ? new([], [1, s[1], 2], [6, s[2]], [6, 2]) : null),
        Of("Rnn", (x, _) => Recurrent.Rnn(x[0], x[1], [new RecurrentWeights(x[2], x[3])]).Output, (s, _) => s.Rank == 3 ? new([], [1, s[1], 2], [2, s[2]], [2, 2]) : null),
        Of("Attention", (x, _) => Tensor.ScaledDotProductAttention(x[0], x[1], x[2]), (s, r) => s.Rank == 2 ? new([], [3, s[1]], [3, 2]) : null),
        Of("Attention(causal)", (x, _) => Tensor.ScaledDotProductAttention(x[0], x[1], x[2], causal: true), (s, r) => s.Rank is 2 or 3 ? new([], s, s) : null),
        Of("SelfAttention", (x, _) => Tensor.MultiHeadAttention(x[0], x[0], x[0], 2, x[1], null, x[2], null, causal: true), (s, _) => s.Rank == 3 && s[2] % 2 == 0 ? new([], [3 * s[2], s[2]], [s[2], s[2]]) : null),
    ];

    private static FuzzCandidate Of(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, propose, code) { Domains = [(-1.5, 1.5)] };

    private static FuzzCall? Cell(Shape s, int gates) => s.Rank == 2 ? new FuzzCall([], [s[0], 2], [2 * gates, s[1]], [2 * gates, 2]) : null;
}
