using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>Linear algebra, on matrices made well-conditioned: a small matrix plus a diagonal of values well apart.</summary>
internal static class LinearAlgebraCandidates
{
    public static IEnumerable<FuzzCandidate> All =>
    [
        Of("Inv", (x, a) => LinearAlgebra.Inv(x[0] + 3 * Tensor.Eye(a[0], dtype: DType.Float64)), Proposals.OfSquare),
        Of("Det", (x, a) => LinearAlgebra.Det(x[0] + 2 * Tensor.Eye(a[0], dtype: DType.Float64)), Proposals.OfSquare),
        Of("Slogdet", (x, a) => LinearAlgebra.Slogdet(x[0] + 3 * Tensor.Eye(a[0], dtype: DType.Float64)).Item2, Proposals.OfSquare),
        Of("Solve", (x, a) => LinearAlgebra.Solve(x[0] + 3 * Tensor.Eye(a[0], dtype: DType.Float64), x[1]), Right),
        Of("SolveTriangular", (x, a) => LinearAlgebra.SolveTriangular(x[0] + 3 * Tensor.Eye(a[0], dtype: DType.Float64), x[1], upper: false), Right),
        Of("SolveTriangular(upper)", (x, a) => LinearAlgebra.SolveTriangular(x[0] + 3 * Tensor.Eye(a[0], dtype: DType.Float64), x[1], upper: true), Right),
        Of("Cholesky", (x, a) => LinearAlgebra.Cholesky(x[0].MatMul(x[0], transposeB: true) + 2 * Tensor.Eye(a[0], dtype: DType.Float64)), Proposals.OfSquare),
        Of("Lstsq", (x, a) => LinearAlgebra.Lstsq(x[0] + 3 * Tensor.Eye(a[0], a[1], DType.Float64), x[1]), (s, _) => s.Rank == 2 && s[0] >= s[1] ? new([s[0], s[1]], [s[0], 2]) : null),
        Of("Pinv", (x, a) => LinearAlgebra.Pinv(x[0] + 3 * Tensor.Eye(a[0], a[1], DType.Float64)), Sides),
        Of("Qr", (x, a) => LinearAlgebra.Qr(x[0] + 3 * Tensor.Eye(a[0], a[1], DType.Float64)).Item1, (s, _) => s.Rank == 2 && s[0] >= s[1] ? new([s[0], s[1]]) : null),
        Of("Qr(R)", (x, a) => LinearAlgebra.Qr(x[0] + 3 * Tensor.Eye(a[0], a[1], DType.Float64)).Item2, Sides),
        Of("Qr(complete)", (x, a) => LinearAlgebra.Qr(x[0] + 3 * Tensor.Eye(a[0], a[1], DType.Float64), QrMode.Complete).Item1.Narrow(-1, 0, a[1]), (s, _) => s.Rank == 2 && s[0] > s[1] ? new([s[0], s[1]]) : null),
        Of("Eigvalsh", (x, a) => LinearAlgebra.Eigvalsh(x[0] + x[0].T + (4 * Tensor.Arange(a[0], DType.Float64)).Diag()), Flat),
        Of("Eigh(vectors)", (x, a) => LinearAlgebra.Eigh(x[0] + x[0].T + (4 * Tensor.Arange(a[0], DType.Float64)).Diag()).Item2.Square(), Flat),
        Of("Svdvals", (x, a) => LinearAlgebra.Svdvals(x[0] + Tensor.Eye(a[0], a[1], DType.Float64) * (4 + 4 * Tensor.Arange(a[1], DType.Float64))), Sides),
        Of("Svd(vectors)", (x, a) => LinearAlgebra.Svd(x[0] + Tensor.Eye(a[0], a[1], DType.Float64) * (4 + 4 * Tensor.Arange(a[1], DType.Float64)), fullMatrices: false).Item1.Square(), Sides),
        Of("MatrixExp", (x, _) => LinearAlgebra.MatrixExp(x[0]), Proposals.OfSquare),
        Of("MatrixPower", (x, _) => LinearAlgebra.MatrixPower(x[0], 3), Proposals.OfSquare),
    ];

    private static FuzzCandidate Of(string name, Func<Tensor[], int[], Tensor> run, Func<Shape, Random, FuzzCall?> propose, [CallerArgumentExpression(nameof(run))] string code = "") =>
        new(name, run, propose, code) { Domains = [(-0.5, 0.5)] };

    private static FuzzCall? Right(Shape s, Random random) => s.Rank == 2 && s[0] == s[1] ? new FuzzCall([s[0]], [s[0], 2]) : null;

    private static FuzzCall? Flat(Shape s, Random random) => s.Rank == 2 && s[0] == s[1] ? new FuzzCall([s[0]]) : null;

    private static FuzzCall? Sides(Shape s, Random random) => s.Rank == 2 ? new FuzzCall([s[0], s[1]]) : null;
}
