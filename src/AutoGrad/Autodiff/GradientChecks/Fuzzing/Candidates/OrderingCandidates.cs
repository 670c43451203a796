using System.Runtime.CompilerServices;

namespace AutoGrad;

internal static class OrderingCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Of("Sort", (x, a) => x[0].Sort(a[0]).Item1, Proposals.OfAxis),
        Of("Sort(descending)", (x, a) => x[0].Sort(a[0], descending: true).Item1, Proposals.OfAxis),
        Of("TopK", (x, a) => x[0].TopK(2, a[0]).Item1, Proposals.OfLongAxis),
        Of("TopK(smallest)", (x, a) => x[0].TopK(1, a[0], largest: false).Item1, Proposals.OfAxis),
        Of("KthValue", (x, a) => x[0].KthValue(2, a[0]).Item1, Proposals.OfLongAxis),
        FuzzCandidate.Unary("Median", x => x.Median()),
        Of("Median(axis)", (x, a) => x[0].Median(a[0]), Proposals.OfAxis),
        Of("MedianWithIndices", (x, a) => x[0].MedianWithIndices(a[0], keepDims: true).Item1, Proposals.OfAxis),
        FuzzCandidate.Unary("Quantile", x => x.Quantile(0.3)),
        Of("Quantile(axis)", (x, a) => x[0].Quantile(0.7, a[0], keepDims: true), Proposals.OfAxis),
        Of("Bincount", (x, a) => Tensor.From([a[0], a[1], a[2]]).Bincount(x[0]), (shape, random) => shape.Rank == 1 && shape[0] == 3 ? new(Proposals.Indices([], 3, 4, random)) : null),
    ];

    private static FuzzCandidate Of(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, [CallerArgumentExpression(nameof(run))] string code = "") => new(name, run, propose, code);
}
