using System.Runtime.CompilerServices;
using AutoGrad.Nn;

namespace AutoGrad.Tests.Fuzz;

/// <summary>The losses as candidates: they stand on a floor above the fuzzer's own.</summary>
internal static class LossCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Of("Loss.BinaryCrossEntropy", (x, _) => Loss.BinaryCrossEntropy(x[0], x[1], Reduction.None)),
        Of("Loss.BinaryCrossEntropyWithLogits", (x, _) => Loss.BinaryCrossEntropyWithLogits(x[0], x[1], Reduction.None)),
        Of("Loss.SmoothL1", (x, _) => Loss.SmoothL1(x[0], x[1], Reduction.None, 0.75)),
        Of("Loss.Huber", (x, _) => Loss.Huber(x[0], x[1], Reduction.None, 0.75)),
        Of("Loss.SoftMargin", (x, _) => Loss.SoftMargin(x[0], x[1], Reduction.None)),
        Of("Loss.PoissonNll", (x, _) => Loss.PoissonNll(x[0], x[1], Reduction.None)),
        Of("Loss.GaussianNll", (x, _) => Loss.GaussianNll(x[0], x[1], x[1] + 0.5, Reduction.None)),
        Of("Loss.KlDiv", (x, _) => Loss.KlDiv(x[0], x[1], Reduction.None)),
        Of("Loss.Mse", (x, _) => Loss.Mse(x[0], x[1])),
        Of("Loss.L1", (x, _) => Loss.L1(x[0], x[1], Reduction.Sum)),
        new("Loss.CrossEntropy", (x, a) => Loss.CrossEntropy(x[0], Tensor.From(a)), (s, r) => s.Rank == 2 ? new([.. Enumerable.Range(0, s[0]).Select(_ => r.Next(s[1]))]) : null),
        new("Loss.MultiMargin", (x, a) => Loss.MultiMargin(x[0], Tensor.From(a)), (s, r) => s.Rank == 2 ? new([.. Enumerable.Range(0, s[0]).Select(_ => r.Next(s[1]))]) : null),
    ];

    private static FuzzCandidate Of(string name, Func<Tensor[], int[], Tensor> run, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, (shape, _) => new([], shape), code) { Domains = [(0.125, 0.875)] };
}
