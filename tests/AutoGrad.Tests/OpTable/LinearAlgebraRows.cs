using static AutoGrad.Tests.OpTable.OpRow;
using static AutoGrad.Tests.OpTable.SmallMatrix;

namespace AutoGrad.Tests.OpTable;

internal static class LinearAlgebraRows
{
    private const double Float32 = 2e-4;

    public static IEnumerable<OpRow> All =>
    [
        MatrixNorm(MatrixNormOrder.Frobenius, (sum, _, _, _) => Math.Sqrt(sum)),
        MatrixNorm(MatrixNormOrder.Nuclear, (sum, product, _, _) => Math.Sqrt(sum + 2 * product)),
        MatrixNorm(MatrixNormOrder.Two, (sum, product, _, _) => (Math.Sqrt(sum + 2 * product) + Math.Sqrt(sum - 2 * product)) / 2),
        MatrixNorm(MatrixNormOrder.MinusTwo, (sum, product, _, _) => (Math.Sqrt(sum + 2 * product) - Math.Sqrt(sum - 2 * product)) / 2),
        MatrixNorm(MatrixNormOrder.One, (_, _, _, columns) => columns.Max()),
        MatrixNorm(MatrixNormOrder.MinusOne, (_, _, _, columns) => columns.Min()),
        MatrixNorm(MatrixNormOrder.Infinity, (_, _, rows, _) => rows.Max()),
        MatrixNorm(MatrixNormOrder.MinusInfinity, (_, _, rows, _) => rows.Min()),
        .. Systems,
        .. Determinants,
        .. Decompositions,
        .. Functions,
    ];

    // of two by two matrices: Σ σ² is the sum of squares, and the product of both σ is the determinant's magnitude
    private static OpRow MatrixNorm(MatrixNormOrder order, Func<double, double, double[], double[], double> closed) =>
        General($"MatrixNorm({order})", x => LinearAlgebra.MatrixNorm(x[0], order, 2, 0, keepDims: true), s => [[s.Distinct(2, 3, 2)]], x => NdArray.Build([1, 3, 1], i =>
        {
            double At(int row, int column) => x[0][column, i[1], row];
            double[] rows = [.. new[] { 0, 1 }.Select(r => Math.Abs(At(r, 0)) + Math.Abs(At(r, 1)))], columns = [.. new[] { 0, 1 }.Select(c => Math.Abs(At(0, c)) + Math.Abs(At(1, c)))];
            return closed(x[0].Data.Where((_, k) => k / 2 % 3 == i[1]).Sum(v => v * v), Math.Abs(At(0, 0) * At(1, 1) - At(0, 1) * At(1, 0)), rows, columns);
        }), float32Tolerance: 1e-4);

    private static IEnumerable<OpRow> Systems =>
    [
        General("Solve", x => LinearAlgebra.Solve(x[0], x[1]),
            Regular(([1, 1], [1, 2]), ([3, 3], [3, 2]), ([2, 2, 2], [2, 2, 1]), ([2, 2], [3, 2, 2]), ([2, 2, 2], [2, 3]), ([2, 1, 2, 2], [3, 2, 1])),
            x => Each(m => Product(Inverse(m[0]), m[1]), x), float32Tolerance: Float32),
        General("Solve(vector)", x => LinearAlgebra.Solve(x[0], x[1]), Regular(([3, 3], [3]), ([2, 2, 2], [2, 2]), ([2, 2, 2], [2])),
            x => Columns(m => Product(Inverse(m[0]), m[1]), x), float32Tolerance: Float32),
        General("Solve(right)", x => LinearAlgebra.Solve(x[0], x[1], left: false), Regular(([3, 3], [2, 3]), ([2, 2, 2], [2, 1, 2]), ([2, 2], [3, 1, 2])),
            x => Each(m => Product(m[1], Inverse(m[0])), x), float32Tolerance: Float32),
        General("SolveTriangular(lower)", x => LinearAlgebra.SolveTriangular(x[0], x[1], upper: false), Regular(([3, 3], [3, 2]), ([2, 2, 2], [2, 2, 1]), ([2, 2], [3, 2, 1])),
            x => Each(m => Product(Inverse(Lower(m[0])), m[1]), x), float32Tolerance: Float32),
        General("SolveTriangular(upper)", x => LinearAlgebra.SolveTriangular(x[0], x[1], upper: true), Regular(([3, 3], [3, 2]), ([2, 2, 2], [2, 2, 1])),
            x => Each(m => Product(Inverse(Transpose(Lower(Transpose(m[0])))), m[1]), x), float32Tolerance: Float32),
        General("SolveTriangular(right, unit)", x => LinearAlgebra.SolveTriangular(x[0], x[1], upper: false, left: false, unitriangular: true), Regular(([3, 3], [2, 3]), ([2, 2, 2], [2, 1, 2])),
            x => Each(m => Product(m[1], Inverse(Map(m[0], (i, j) => i == j ? 1 : i > j ? m[0][i, j] : 0))), x), float32Tolerance: Float32),
        General("Inv", x => LinearAlgebra.Inv(x[0]), Regular([1, 1], [3, 3], [2, 2, 2], [4, 4]), x => Each(m => Inverse(m[0]), x), float32Tolerance: Float32),
        General("Pinv", x => LinearAlgebra.Pinv(x[0]), Regular([3, 3], [4, 2], [2, 3], [2, 3, 2]), x => Each(m => PseudoInverse(m[0]), x), tolerance: 1e-11, float32Tolerance: Float32),
        General("Lstsq", x => LinearAlgebra.Lstsq(x[0], x[1]), Regular(([4, 2], [4, 2]), ([3, 3], [3, 1]), ([2, 3], [2, 2]), ([2, 3, 2], [2, 3, 1]), ([2, 3, 2], [3, 1])),
            x => Each(m => Product(PseudoInverse(m[0]), m[1]), x), tolerance: 1e-11, float32Tolerance: Float32),
        General("Lstsq(vector)", x => LinearAlgebra.Lstsq(x[0], x[1]), Regular(([4, 2], [4]), ([2, 3], [2])),
            x => Columns(m => Product(PseudoInverse(m[0]), m[1]), x), tolerance: 1e-11, float32Tolerance: Float32),
        General("CholeskySolve", x => LinearAlgebra.CholeskySolve(x[1], LinearAlgebra.Cholesky(Spd(x[0]))), Regular(([3, 3], [3, 2]), ([2, 2, 2], [2, 2, 1])),
            x => Each(m => Product(Inverse(Definite(m[0])), m[1]), x), tolerance: 1e-11, float32Tolerance: Float32),
        General("CholeskySolve(upper)", x => LinearAlgebra.CholeskySolve(x[1], LinearAlgebra.Cholesky(Spd(x[0]), upper: true), upper: true), Regular(([3, 3], [3, 2])),
            x => Each(m => Product(Inverse(Definite(m[0])), m[1]), x), tolerance: 1e-11, float32Tolerance: Float32),
    ];

    private static IEnumerable<OpRow> Determinants =>
    [
        General("Det", x => LinearAlgebra.Det(x[0]), Regular([1, 1], [2, 2], [3, 3], [2, 3, 3], [4, 4]), x => EachToNumber(Determinant, x[0]), float32Tolerance: Float32),
        General("Det(singular)", x => LinearAlgebra.Det(x[0]), _ => Singular, x => EachToNumber(Determinant, x[0]), float32Tolerance: Float32),
        Several("Slogdet", x => Pair(LinearAlgebra.Slogdet(x[0])), Regular([1, 1], [3, 3], [2, 2, 2]),
            x => [EachToNumber(m => Math.Sign(Determinant(m)), x[0]), EachToNumber(m => Math.Log(Math.Abs(Determinant(m))), x[0])], float32Tolerance: Float32),
        General("Logdet", x => LinearAlgebra.Logdet(x[0]), Regular([1, 1], [3, 3], [2, 2, 2]), x => EachToNumber(m => Math.Log(Determinant(m)), x[0]), float32Tolerance: Float32),
    ];

    private static IEnumerable<OpRow> Decompositions =>
    [
        General("Cholesky", x => LinearAlgebra.Cholesky(Spd(x[0])), Regular([1, 1], [3, 3], [2, 2, 2]), x => Each(m => Factor(m[0]), x), float32Tolerance: Float32),
        General("Cholesky(upper)", x => LinearAlgebra.Cholesky(Spd(x[0]), upper: true), Regular([3, 3]), x => Each(m => Transpose(Factor(m[0])), x), float32Tolerance: Float32),
        Several("Qr", x => Magnitudes(LinearAlgebra.Qr(x[0])), Regular([1, 1], [3, 3], [4, 2], [2, 3, 2]),
            x => [Each(m => Abs(Orthogonalized(m[0]).Q), x), Each(m => Abs(Orthogonalized(m[0]).R), x)], float32Tolerance: Float32),
        General("Qr(wide)", x => Multiplied(LinearAlgebra.Qr(x[0])), Regular([2, 3], [2, 2, 4]), x => x[0], float32Tolerance: Float32),
        Several("Qr(complete)", x => Known(LinearAlgebra.Qr(x[0], QrMode.Complete), x[0].Shape[^1]), Regular([4, 2], [2, 3, 1]),
            x => [Each(m => Abs(Orthogonalized(m[0]).Q), x), Each(m => Build(m[0].GetLength(0), m[0].GetLength(1), (i, j) => i > j ? 0 : Math.Abs(Orthogonalized(m[0]).R[i, j])), x)], float32Tolerance: Float32),
        Several("Eigh", x => Reversed(LinearAlgebra.Eigh(Apart(x[0]))), Regular([1, 1], [3, 3], [2, 2, 2]),
            x => [Each(m => Abs(Eigen(Apart(m[0])).Vectors), x), EachToVector(m => Eigen(Apart(m)).Values, x[0])], tolerance: 1e-11, float32Tolerance: Float32),
        General("Eigvalsh", x => LinearAlgebra.Eigvalsh(Apart(x[0])), Regular([3, 3], [2, 2, 2]), x => EachToVector(m => Eigen(Apart(m)).Values, x[0]), tolerance: 1e-11, float32Tolerance: Float32),
        Several("Svd", x => Factors(LinearAlgebra.Svd(x[0], fullMatrices: false)), Regular([1, 1], [3, 3], [4, 2], [2, 3], [2, 3, 2]),
            x => [x[0], Each(m => Left(m[0]), x), Each(m => Left(Transpose(m[0])), x)], tolerance: 1e-10, float32Tolerance: 1e-3),
        Several("Svd(full)", x => Factors(LinearAlgebra.Svd(x[0])), Regular([3, 2], [2, 4]),
            x => [x[0], Each(m => Left(m[0]), x), Each(m => Left(Transpose(m[0])), x)], tolerance: 1e-10, float32Tolerance: 1e-3),
        General("Svdvals", x => LinearAlgebra.Svdvals(x[0]), Regular([1, 1], [3, 3], [4, 2], [2, 3], [2, 3, 2]), x => EachToVector(Singulars, x[0]), tolerance: 1e-11, float32Tolerance: Float32),
    ];

    private static IEnumerable<OpRow> Functions =>
    [
        General("MatrixExp", x => LinearAlgebra.MatrixExp(x[0]), Regular([1, 1], [3, 3], [2, 2, 2], [4, 4]), x => Each(m => Exponential(m[0]), x), float32Tolerance: Float32),
        General("MatrixExp(large)", x => LinearAlgebra.MatrixExp(x[0] * 4), Regular([2, 2]), x => Each(m => Exponential(Map(m[0], (i, j) => 4 * m[0][i, j])), x), tolerance: 1e-10, float32Tolerance: 1e-3),
        General("MatrixPower(5)", x => LinearAlgebra.MatrixPower(x[0], 5), Regular([3, 3], [2, 2, 2]), x => Each(m => Product(m[0], Product(m[0], Product(m[0], Product(m[0], m[0])))), x), float32Tolerance: Float32),
        General("MatrixPower(-2)", x => LinearAlgebra.MatrixPower(x[0], -2), Regular([3, 3], [2, 2, 2]), x => Each(m => Inverse(Product(m[0], m[0])), x), float32Tolerance: Float32),
        General("MatrixPower(0)", x => LinearAlgebra.MatrixPower(x[0], 0), Regular([2, 2], [2, 2, 2]), x => Each(m => Identity(m[0].GetLength(0)), x)),
        General("MatrixRank", x => LinearAlgebra.MatrixRank(x[0]), _ => Singular, x => EachToNumber(Rank, x[0]), order: 0),
        General("MultiDot", x => LinearAlgebra.MultiDot(x), s => [[s.Floats([2, 3]), s.Floats([3, 4]), s.Floats([4, 1]), s.Floats([1, 2])]],
            x => new NdArray(Product(Product(Matrix(x[0]), Matrix(x[1])), Product(Matrix(x[2]), Matrix(x[3]))).Cast<double>().ToArray(), 2, 2), tolerance: 1e-11),
        General("MultiDot(vectors)", x => LinearAlgebra.MultiDot(x), s => [[s.Floats([3]), s.Floats([3, 2]), s.Floats([2])]],
            x => new NdArray([Enumerable.Range(0, 6).Sum(i => x[0].Data[i / 2] * x[1].Data[i] * x[2].Data[i % 2])])),
    ];

    private static Tensor[][] Singular =>
    [
        [Tensor.From([1.0, 2, 2, 4], [2, 2])],
        [Tensor.Zeros([2, 2], DType.Float64)],
        [Tensor.From([1.0, 2, 3, 2, 4, 6, 1, 0, 1], [3, 3])],
        [Tensor.From([1.0, 2, 3, 2, 4, 6, -1, -2, -3], [3, 3])],
        [Tensor.From([1.0, 2, 2, 4, 2, 1, 1, 3], [2, 2, 2])],
        [Tensor.Zeros([1, 1], DType.Float64)],
    ];

    // far from singular, with values well apart
    private static Tensor Regular(Sampler s, int[] extents)
    {
        var (rows, columns) = (extents[^2], extents[^1]);
        var diagonal = Tensor.From(Build(rows, columns, (i, j) => i == j ? 2 + i : 0).Cast<double>().ToArray(), [rows, columns]);
        return s.Floats(extents, -0.5, 0.5) + diagonal;
    }

    private static Func<Sampler, IEnumerable<Tensor[]>> Regular(params int[][] extents) => s => extents.Select(e => new[] { Regular(s, e) });

    private static Func<Sampler, IEnumerable<Tensor[]>> Regular(params (int[] A, int[] B)[] extents) => s => extents.Select(e => new[] { Regular(s, e.A), s.Floats(e.B) });

    private static NdArray Columns(Func<double[][,], double[,]> function, NdArray[] x)
    {
        var y = Each(function, x[0], new NdArray(x[1].Data, [.. x[1].Extents, 1]));
        return new NdArray(y.Data, y.Extents[..^1]);
    }

    private static double[,] Matrix(NdArray x) => Build(x.Extents[0], x.Extents[1], (i, j) => x[i, j]);

    private static double[,] Lower(double[,] a) => Map(a, (i, j) => i >= j ? a[i, j] : 0);

    // the Cholesky factor is the transposed R of any square root: A·Aᵀ + I = (A, I)·(A, I)ᵀ
    private static double[,] Factor(double[,] a)
    {
        var n = a.GetLength(0);
        return Transpose(Orthogonalized(Transpose(Build(n, 2 * n, (i, j) => j < n ? a[i, j] : i == j - n ? 1 : 0))).R);
    }

    private static double[] Singulars(double[,] a)
    {
        var square = a.GetLength(0) <= a.GetLength(1) ? Product(a, Transpose(a)) : Product(Transpose(a), a);
        return [.. Eigen(square).Values.Reverse().Select(Math.Sqrt)];
    }

    // magnitudes of as many singular vectors as there are values
    private static double[,] Left(double[,] a)
    {
        var k = Math.Min(a.GetLength(0), a.GetLength(1));
        if (a.GetLength(0) == k) return Abs(Flip(Eigen(Product(a, Transpose(a))).Vectors));
        var v = Flip(Eigen(Product(Transpose(a), a)).Vectors);
        var u = Product(a, v);
        return Abs(Map(u, (i, j) => u[i, j] / Math.Sqrt(Enumerable.Range(0, u.GetLength(0)).Sum(r => u[r, j] * u[r, j]))));

        static double[,] Flip(double[,] m) => Map(m, (i, j) => m[i, m.GetLength(1) - 1 - j]);
    }

    // by the largest minor that is not 0; the entries are small whole numbers
    private static double Rank(double[,] a) => a.Cast<double>().All(v => v == 0) ? 0 : a.GetLength(0) == 1 || Determinant(a) != 0 ? a.GetLength(0) : a.GetLength(0) == 2 || Minors(a).All(m => m == 0) ? 1 : 2;

    private static IEnumerable<double> Minors(double[,] a) =>
        from i in Enumerable.Range(0, 3)
        from j in Enumerable.Range(0, 3)
        select a[(i + 1) % 3, (j + 1) % 3] * a[(i + 2) % 3, (j + 2) % 3] - a[(i + 1) % 3, (j + 2) % 3] * a[(i + 2) % 3, (j + 1) % 3];

    private static Tensor Spd(Tensor x) => x.MatMul(x, transposeB: true) + Tensor.Eye(x.Shape[^1], dtype: x.DType);

    private static Tensor Apart(Tensor x) => (x + x.Transpose(-2, -1)) / 2;

    private static double[,] Apart(double[,] x) => Symmetric(x);

    private static Tensor[] Pair((Tensor First, Tensor Second) y) => [y.First, y.Second];

    private static Tensor[] Magnitudes((Tensor Q, Tensor R) y) => [y.Q.Abs(), y.R.Abs()];

    private static Tensor[] Known((Tensor Q, Tensor R) y, int columns) => [y.Q.Narrow(-1, 0, columns).Abs(), y.R.Abs()];

    private static Tensor Multiplied((Tensor Q, Tensor R) y) => y.Q.MatMul(y.R);

    private static Tensor[] Reversed((Tensor Values, Tensor Vectors) y) => [y.Vectors.Abs(), y.Values];

    private static Tensor[] Factors((Tensor U, Tensor S, Tensor Vh) y)
    {
        var k = y.S.Shape[^1];
        var (u, v) = (y.U.Narrow(-1, 0, k), y.Vh.Narrow(-2, 0, k));
        return [(u * y.S.Unsqueeze(-2)).MatMul(v), u.Abs(), v.Transpose(-2, -1).Abs()];
    }
}
