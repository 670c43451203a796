using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>Products of matrices and their relatives.</summary>
internal static class ProductCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Of("MatMul", (x, _) => x[0].MatMul(x[1]), Matrix, 3),
        Of("MatMul(transposeA)", (x, _) => x[0].MatMul(x[1], transposeA: true), (s, r) => s.Rank < 2 ? null : new([], Batched(s, s[^2], Proposals.Extent(r), r)), 2),
        Of("MatMul(transposeB)", (x, _) => x[0].MatMul(x[1], transposeB: true), (s, r) => s.Rank < 2 ? null : new([], Batched(s, Proposals.Extent(r), s[^1], r)), 2),
        Of("MatMul(both transposed)", (x, _) => x[0].MatMul(x[1], transposeA: true, transposeB: true), (s, r) => s.Rank < 2 ? null : new([], Batched(s, Proposals.Extent(r), s[^2], r))),
        Of("MatMul(vector)", (x, _) => x[0].MatMul(x[1]), (s, _) => s.Rank == 0 ? null : new([], [s[^1]])),
        Of("Outer", (x, _) => x[0].Outer(x[1]), (s, r) => s.Rank == 1 ? new([], [Proposals.Extent(r)]) : null),
        Of("Addmm", (x, _) => x[0].Addmm(x[1], x[2], beta: 0.5, alpha: 1.5), (s, r) => s.Rank == 2 ? Added(s, Proposals.Extent(r)) : null),
        Of("Linear", (x, _) => x[0].Linear(x[1], x[2]), (s, r) => s.Rank == 0 ? null : Weighted(s[^1], Proposals.Extent(r))),
        Of("Bilinear", (x, _) => x[0].Bilinear(x[1], x[2]), (s, r) => s.Rank == 2 ? new([], [s[0], 2], [3, s[1], 2]) : null),
        Of("Kron", (x, _) => x[0].Kron(x[1]), (s, r) => s.Rank is 1 or 2 ? new([], s.Rank == 1 ? [2] : [2, 2]) : null),
        Of("Cross", (x, _) => x[0].Cross(x[1]), (s, _) => s.Rank > 0 && s[^1] == 3 ? new([], s) : null, 2),
        Of("Tensordot", (x, _) => x[0].Tensordot(x[1], 1), (s, r) => s.Rank == 0 ? null : new([], [s[^1], Proposals.Extent(r)])),
        Of("Einsum(ij,jk->ki)", (x, _) => Tensor.Einsum("ij,jk->ki", x[0], x[1]), (s, r) => s.Rank == 2 ? new([], [s[1], Proposals.Extent(r)]) : null),
        Of("Einsum(ii->i)", (x, _) => Tensor.Einsum("ii->i", x[0]), (s, _) => s.Rank == 2 && s[0] == s[1] ? new([]) : null),
        Of("Einsum(...i,i->...)", (x, _) => Tensor.Einsum("...i,i->...", x[0], x[1]), (s, _) => s.Rank == 0 ? null : new([], [s[^1]])),
        Of("Cdist", (x, _) => x[0].Cdist(x[1] + 5), Rows),
        Of("Cdist(3)", (x, _) => x[0].Cdist(x[1] + 5, 3), Rows),
        Of("Cdist(1)", (x, _) => x[0].Cdist(x[1], 1), Rows),
        Of("PairwiseDistance", (x, _) => x[0].PairwiseDistance(x[1] + 5), (s, _) => s.Rank is 1 or 2 ? new([], s) : null),
        Of("Normalize", (x, a) => (x[0] + 3).Normalize(axis: a[0]), Proposals.OfAxis),
        Of("CosineSimilarity", (x, a) => (x[0] + 3).CosineSimilarity(x[1] - 3, a[0]), (s, r) => s.Rank == 0 ? null : new([Proposals.Axis(s, r)], s)),
        Of("MultiDot", (x, _) => LinearAlgebra.MultiDot(x[0], x[1], x[2]), (s, r) => s.Rank == 2 ? new([], [s[1], 2], [2, 3]) : null),
    ];

    private static FuzzCandidate Of(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, int weight = 1, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, propose, code) { Weight = weight, Domains = [(-1.5, 1.5)] };

    private static FuzzCall? Matrix(Shape s, Random random) => s.Rank < 2 ? null : new FuzzCall([], Batched(s, s[^1], Proposals.Extent(random), random));

    // a matrix alone, or one for each of the stack
    private static Shape Batched(Shape s, int rows, int columns, Random random) => random.Next(2) == 0 ? [rows, columns] : [.. s.Extents[..^2], rows, columns];

    private static FuzzCall Added(Shape s, int inner) => new([], [s[0], inner], [inner, s[1]]);

    private static FuzzCall Weighted(int inputs, int outputs) => new([], [outputs, inputs], [outputs]);

    private static FuzzCall? Rows(Shape s, Random random) => s.Rank == 2 ? new FuzzCall([], [Proposals.Extent(random), s[1]]) : null;
}
