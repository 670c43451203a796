using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Ops;

/// <summary>What decompositions promise beyond the samples of the op table: larger and awkward matrices, and points without a derivative.</summary>
public class LinearAlgebraTests
{
    private static readonly DType[] s_floats = [DType.Float64, DType.Float32];

    private static IEnumerable<(int Rows, int Columns)> Sizes => [(1, 1), (7, 7), (40, 40), (40, 13), (13, 40), (1, 9), (9, 1), (0, 3), (3, 0), (0, 0)];

    [Test]
    public void A_singular_value_decomposition_gives_the_matrix_back()
    {
        foreach (var (m, n) in Sizes)
            foreach (var dtype in s_floats)
                foreach (var a in new[] { Random(dtype, m, n), OfRankTwo(dtype, m, n), Random(dtype, m, n) * 1e-30, Random(dtype, m, n) * 1e30, Tensor.Zeros([m, n], dtype), Tensor.Ones([m, n], dtype) })
                {
                    var (u, s, vh) = LinearAlgebra.Svd(a);
                    var k = Math.Min(m, n);
                    IsOrthonormal(u, $"U of {m}×{n}");
                    IsOrthonormal(vh.Transpose(-2, -1), $"V of {m}×{n}");
                    s.Shape.ShouldBe([k]);
                    Same((u.Narrow(-1, 0, k) * s).MatMul(vh.Narrow(-2, 0, k)), a, $"SVD of {m}×{n}");
                    for (var i = 0; i < k; i++) Number(s, i).ShouldBeInRange(i + 1 < k ? Number(s, i + 1) : 0, double.MaxValue);
                }
    }

    [Test]
    public void A_QR_decomposition_gives_the_matrix_back()
    {
        foreach (var (m, n) in Sizes)
            foreach (var dtype in s_floats)
                foreach (var mode in new[] { QrMode.Reduced, QrMode.Complete })
                {
                    var a = Random(dtype, m, n);
                    var (q, r) = LinearAlgebra.Qr(a, mode);
                    q.Shape.ShouldBe([m, mode == QrMode.Complete ? m : Math.Min(m, n)]);
                    IsOrthonormal(q, $"Q of {m}×{n}");
                    Same(q.MatMul(r), a, $"QR of {m}×{n}");
                    Same(r.Triu(), r, $"R of {m}×{n}");
                }
    }

    [Test]
    public void Eigenvectors_are_orthonormal_and_give_the_matrix_back()
    {
        foreach (var n in new[] { 0, 1, 2, 15, 40 })
            foreach (var dtype in s_floats)
                foreach (var x in new[] { Random(dtype, n, n), OfRankTwo(dtype, n, n), Tensor.Eye(n, dtype: dtype), Tensor.Zeros([n, n], dtype), Tensor.Ones([n, n], dtype), Random(dtype, n, n) * 1e30 })
                {
                    var a = (x + x.T) / 2;
                    var (values, vectors) = LinearAlgebra.Eigh(a);
                    IsOrthonormal(vectors, $"eigenvectors of {n}×{n}");
                    Same((vectors * values).MatMul(vectors, transposeB: true), a, $"eigenvalues of {n}×{n}");
                    for (var i = 1; i < n; i++) Number(values, i).ShouldBeGreaterThanOrEqualTo(Number(values, i - 1));
                }
    }

    [Test]
    public void Inverses_and_factors_of_larger_matrices_multiply_back()
    {
        foreach (var n in new[] { 0, 1, 20, 50 })
            foreach (var dtype in s_floats)
            {
                var a = Random(dtype, n, n) + 2 * Math.Sqrt(n) * Tensor.Eye(n, dtype: dtype);
                Same(a.MatMul(LinearAlgebra.Inv(a)), Tensor.Eye(n, dtype: dtype), $"inverse of {n}×{n}");
                var l = LinearAlgebra.Cholesky(a.MatMul(a, transposeB: true));
                Same(l.MatMul(l, transposeB: true), a.MatMul(a, transposeB: true), $"Cholesky of {n}×{n}");
                var (sign, logarithm) = LinearAlgebra.Slogdet(a / (2 * Math.Sqrt(Math.Max(n, 1))));
                Same(sign * logarithm.Exp(), LinearAlgebra.Det(a / (2 * Math.Sqrt(Math.Max(n, 1)))), $"determinant of {n}×{n}");
            }
    }

    [Test]
    public void A_pseudo_inverse_of_less_than_full_rank_obeys_Penroses_four_equations()
    {
        foreach (var (m, n) in new[] { (4, 4), (6, 3), (3, 6) })
        {
            var a = OfRankTwo(DType.Float64, m, n);
            var p = LinearAlgebra.Pinv(a);
            Number(LinearAlgebra.MatrixRank(a).To(DType.Float64), 0).ShouldBe(2);
            Same(a.MatMul(p).MatMul(a), a, "A·P·A");
            Same(p.MatMul(a).MatMul(p), p, "P·A·P");
            Same(a.MatMul(p).T, a.MatMul(p), "A·P");
            Same(p.MatMul(a).T, p.MatMul(a), "P·A");
        }
    }

    [Test]
    public void Third_derivatives_of_determinants_and_inverses_are_exact()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var ones = Tensor.Eye(3, dtype: DType.Float64);
        // det(x·I) = x³, and the first element of (x·I)⁻¹ is 1/x
        Derivatives(LinearAlgebra.Det(x * ones), x, 3).ShouldBe([12.0, 12.0, 6.0], 1e-12);
        Derivatives(LinearAlgebra.Inv(x * ones).Select(0, 0).Select(0, 0), x, 3).ShouldBe([-0.25, 0.25, -0.375], 1e-12);
        Derivatives(LinearAlgebra.MatrixExp(x * ones).Select(0, 0).Select(0, 0), x, 3).ShouldBe([Math.Exp(2), Math.Exp(2), Math.Exp(2)], 1e-11);
    }

    [Test]
    public void A_gradient_of_values_alone_is_finite_where_values_coincide()
    {
        var a = Tensor.Eye(3, dtype: DType.Float64).WithGrad();
        LinearAlgebra.Eigvalsh(a).Sum().Backward();
        Same(a.Grad!, Tensor.Eye(3, dtype: DType.Float64), "gradient of the trace");
        a.ZeroGrad();
        LinearAlgebra.Svdvals(a).Sum().Backward();
        Same(a.Grad!, Tensor.Eye(3, dtype: DType.Float64), "gradient of the nuclear norm");
    }

    [Test]
    public void A_gradient_of_vectors_is_refused_where_values_coincide()
    {
        var a = Tensor.Eye(3, dtype: DType.Float64).WithGrad();
        var weights = Random(DType.Float64, 3, 3);
        Should.Throw<NotSupportedException>(() => (LinearAlgebra.Eigh(a).Vectors * weights).Sum().Backward()).Message.ShouldStartWith("Eigh: the vectors have no derivative: in matrix 0 of the values [3] values 0 and 1 coincide");
        Should.Throw<NotSupportedException>(() => (LinearAlgebra.Svd(a).U * weights).Sum().Backward()).Message.ShouldContain("Svd");
        var thin = Tensor.From([1.0, 0, 0, 0, 0, 0], [3, 2]).WithGrad();
        Should.Throw<NotSupportedException>(() => (LinearAlgebra.Svd(thin, fullMatrices: false).U * weights.Narrow(1, 0, 2)).Sum().Backward());
    }

    [Test]
    public void A_gradient_of_zeros_for_vectors_of_coinciding_values_is_refused_too()
    {
        // both are a − 1, but what reaches the vectors at the identity is 0, and the derivative off the diagonal would be lost
        var a = Tensor.Eye(3, dtype: DType.Float64).WithGrad();
        var weights = Random(DType.Float64, 3, 3);
        var (values, vectors) = LinearAlgebra.Eigh(a);
        Should.Throw<NotSupportedException>(() => ((vectors * (values - 1)).MatMul(vectors.T) * weights).Sum().Backward()).Message.ShouldContain("Eigvalsh");
        var (u, s, vh) = LinearAlgebra.Svd(a);
        Should.Throw<NotSupportedException>(() => ((u * (s - 1)).MatMul(vh) * weights).Sum().Backward()).Message.ShouldContain("Svdvals");
        // the sum of squares less one has the second derivative 2 off the diagonal as well
        foreach (var function in new Func<Tensor, Tensor>[] { LinearAlgebra.Eigvalsh, LinearAlgebra.Svdvals })
        {
            var slope = Autodiff.Gradient((function(a) - 1).Square().Sum(), a, createGraph: true);
            Should.Throw<NotSupportedException>(() => (slope * weights).Sum().Backward());
        }
    }

    [Test]
    public void Values_alone_have_gradients_where_they_coincide()
    {
        var a = Tensor.Eye(3, dtype: DType.Float64).WithGrad();
        Autodiff.Gradient(LinearAlgebra.Eigh(a).Values.Square().Sum(), a).ToArray<double>().ShouldBe([2, 0, 0, 0, 2, 0, 0, 0, 2]);
        Autodiff.Gradient(LinearAlgebra.Svd(a).S.Sum(), a).ToArray<double>().ShouldBe([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    }

    [Test]
    public void Norms_of_matrices_take_any_two_axes()
    {
        var a = Tensor.From([3.0, 0, 0, 0, -4, 0], [2, 3]);
        MatrixNormOrder[] orders = [MatrixNormOrder.Frobenius, MatrixNormOrder.Nuclear, MatrixNormOrder.One, MatrixNormOrder.MinusOne, MatrixNormOrder.Two, MatrixNormOrder.MinusTwo, MatrixNormOrder.Infinity, MatrixNormOrder.MinusInfinity];
        orders.Select(order => LinearAlgebra.MatrixNorm(a, order).Item<double>()).ShouldBe([5, 7, 4, 0, 4, 3, 4, 3]);
        orders.Select(order => LinearAlgebra.MatrixNorm(a.T, order, 1, 0).Item<double>()).ShouldBe([5, 7, 4, 0, 4, 3, 4, 3]);
        var batch = Tensor.Randn([2, 3, 4], DType.Float64, new Generator(3));
        LinearAlgebra.MatrixNorm(batch, MatrixNormOrder.Nuclear, 0, 2).Shape.ShouldBe([3]);
        LinearAlgebra.MatrixNorm(batch, MatrixNormOrder.One, 0, 2, keepDims: true).Shape.ShouldBe([1, 3, 1]);
        LinearAlgebra.MatrixNorm(Tensor.Zeros([0, 3]), MatrixNormOrder.Nuclear).Item<float>().ShouldBe(0);
        Should.Throw<ArgumentException>(() => LinearAlgebra.MatrixNorm(Tensor.Zeros([0, 3]), MatrixNormOrder.Two)).Message.ShouldContain("MatrixNorm: the matrices of [0, 3] are empty");
        Should.Throw<ArgumentException>(() => LinearAlgebra.MatrixNorm(batch, MatrixNormOrder.One, 1, -2)).Message.ShouldContain("given twice");
        Should.Throw<ArgumentException>(() => LinearAlgebra.MatrixNorm(Tensor.Zeros([3]))).Message.ShouldContain("[3]");
        Should.Throw<ArgumentOutOfRangeException>(() => LinearAlgebra.MatrixNorm(batch, (MatrixNormOrder)9)).Message.ShouldContain("[2, 3, 4]");
    }

    [Test]
    public void Columns_that_complete_a_basis_pass_no_gradient()
    {
        var a = Random(DType.Float64, 4, 2).WithGrad();
        Should.Throw<NotSupportedException>(() => LinearAlgebra.Qr(a, QrMode.Complete).Q.Sum().Backward()).Message.ShouldContain("choice");
        Should.NotThrow(() => LinearAlgebra.Svd(a).U.Narrow(1, 0, 2).Sum().Backward());
    }

    [Test]
    public void Matrices_without_elements_have_results_and_gradients()
    {
        foreach (var shape in new Shape[] { [0, 0], [2, 0, 0], [0, 2, 2] })
            foreach (var function in new Func<Tensor, Tensor>[]
                     {
                         LinearAlgebra.Inv, LinearAlgebra.Det, LinearAlgebra.Logdet, x => LinearAlgebra.Cholesky(x), x => LinearAlgebra.Eigh(x).Vectors, LinearAlgebra.Svdvals, x => LinearAlgebra.Svd(x).U,
                         x => LinearAlgebra.Qr(x).Q, x => LinearAlgebra.Pinv(x), LinearAlgebra.MatrixExp, x => LinearAlgebra.MatrixPower(x, 3), x => LinearAlgebra.Solve(x, x), x => LinearAlgebra.Lstsq(x, x),
                     })
            {
                var a = Tensor.Zeros(shape, DType.Float64).WithGrad();
                function(a).Sum().Backward();
                a.Grad!.Shape.ShouldBe(shape);
            }
        LinearAlgebra.Det(Tensor.Zeros([0, 0])).Item<float>().ShouldBe(1);
        LinearAlgebra.MatrixRank(Tensor.Zeros([3, 2, 0])).ToArray<long>().ShouldBe([0, 0, 0]);
    }

    [Test]
    public void Einstein_sums_broadcast_axes_of_extent_1()
    {
        var (x, y) = (Random(DType.Float64, 2, 1), Random(DType.Float64, 1, 3));
        Same(Tensor.Einsum("ij,ij->ij", x, y), x * y, "product");
        Same(Tensor.Einsum("ij,ij->", x, y), (x * y).Sum(), "sum of the product");
    }

    private static double[] Derivatives(Tensor y, Tensor x, int order)
    {
        var results = new double[order];
        for (var i = 0; i < order; i++)
        {
            y = Autodiff.Gradient([y.Sum()], [x], createGraph: true)[0];
            results[i] = Number(y, 0);
        }
        return results;
    }

    private static Tensor Random(DType dtype, int rows, int columns) => TensorCopies.As(new Sampler(rows * 100 + columns).Floats([rows, columns]), dtype);

    private static Tensor OfRankTwo(DType dtype, int rows, int columns) => Random(dtype, rows, 2).MatMul(Random(dtype, 2, columns));

    private static double Number(Tensor x, int index) => NdArray.Of(x).Data[index];

    private static void IsOrthonormal(Tensor q, string what) => Same(q.MatMul(q, transposeA: true), Tensor.Eye(q.Shape[-1], dtype: q.DType), what);

    private static void Same(Tensor actual, Tensor expected, string what)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        var (a, e) = (NdArray.Of(actual).Data, NdArray.Of(expected).Data);
        var largest = e.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var i = 0; i < a.Length; i++) Math.Abs(a[i] - e[i]).ShouldBeLessThanOrEqualTo(largest * (actual.DType == DType.Float32 ? 2e-5 : 3e-14), $"{what} in {actual.DType}, element {i}");
    }
}
