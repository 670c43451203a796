using Torch = AutoGrad.LinearAlgebra;

namespace AutoGrad.Conformance.Bindings;

/// <summary>torch.linalg: decompositions, inverses, determinants, functions of matrices.</summary>
internal static class LinearAlgebra
{
    public static IEnumerable<Binding> All =>
    [
        new("torch.linalg.solve", "A, B, *, left=True", a => Torch.Solve(a.Tensor("A"), a.Tensor("B"), a.Flag("left"))),
        new("torch.linalg.solve_triangular", "A, B, *, upper, left=True, unitriangular=False",
            a => Torch.SolveTriangular(a.Tensor("A"), a.Tensor("B"), a.Flag("upper"), a.Flag("left"), a.Flag("unitriangular")), "SolveTriangular"),
        new("torch.linalg.inv torch.inverse", "A", a => Torch.Inv(a.Tensor("A"))),
        new("torch.linalg.pinv torch.pinverse", "A, *, atol=None, rtol=None", a => Torch.Pinv(a.Tensor("A"), a.OptionalNumber("atol"), a.OptionalNumber("rtol"))),
        new("torch.linalg.det torch.det", "A", a => Torch.Det(a.Tensor("A"))),
        new("torch.linalg.slogdet torch.slogdet", "A", a => Both(Torch.Slogdet(a.Tensor("A")))),
        new("torch.logdet", "A", a => Torch.Logdet(a.Tensor("A"))),
        new("torch.linalg.cholesky torch.cholesky", "A, *, upper=False", a => Torch.Cholesky(a.Tensor("A"), a.Flag("upper"))),
        new("torch.cholesky_solve", "B, L, upper=False", a => Torch.CholeskySolve(a.Tensor("B"), a.Tensor("L"), a.Flag("upper")), "CholeskySolve"),
        new("torch.linalg.qr torch.qr", "A, mode='reduced'", a => Both(Torch.Qr(a.Tensor("A"), a.Text("mode") == "complete" ? QrMode.Complete : QrMode.Reduced))),
        new("torch.linalg.svd", "A, full_matrices=True", a =>
        {
            var (u, s, vh) = Torch.Svd(a.Tensor("A"), a.Flag("full_matrices"));
            return Arguments.Results(u, s, vh);
        }),
        new("torch.linalg.svdvals", "A", a => Torch.Svdvals(a.Tensor("A"))),
        new("torch.linalg.eigh", "A, UPLO='L'", a => Both(Torch.Eigh(a.Tensor("A")))),
        new("torch.linalg.eigvalsh", "A, UPLO='L'", a => Torch.Eigvalsh(a.Tensor("A"))),
        new("torch.linalg.lstsq", "A, B", a => Arguments.Results(Torch.Lstsq(a.Tensor("A"), a.Tensor("B")))),
        new("torch.linalg.matrix_exp torch.matrix_exp", "A", a => Torch.MatrixExp(a.Tensor("A")), "MatrixExp"),
        new("torch.linalg.matrix_power torch.matrix_power", "A, n", a => Torch.MatrixPower(a.Tensor("A"), a.Int("n")), "MatrixPower"),
        new("torch.linalg.matrix_rank", "A, *, atol=None, rtol=None", a => Torch.MatrixRank(a.Tensor("A"), a.OptionalNumber("atol"), a.OptionalNumber("rtol")), "MatrixRank"),
        new("torch.linalg.multi_dot", "tensors", a => Torch.MultiDot(a.Tensors("tensors")), "MultiDot"),
    ];

    private static object?[] Both((Tensor First, Tensor Second) results) => Arguments.Results(results.First, results.Second);
}
