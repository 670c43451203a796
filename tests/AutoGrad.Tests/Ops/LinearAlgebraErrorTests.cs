namespace AutoGrad.Tests.Ops;

/// <summary>Operands that linear algebra and products refuse, and the words they do it in.</summary>
public class LinearAlgebraErrorTests
{
    private static readonly Tensor s_singular = Tensor.From([1.0, 2, 2, 4], [2, 2]);

    private static readonly Tensor s_square = Tensor.From([2.0, 1, 1, 3], [2, 2]);

    [Test]
    public void A_singular_matrix_is_named_with_its_place_in_the_batch_and_its_pivot()
    {
        var batch = Tensor.Stack([s_square, s_singular]);
        var message = Should.Throw<ArgumentException>(() => LinearAlgebra.Inv(batch)).Message;
        message.ShouldContain("Inv");
        message.ShouldContain("[1]");
        message.ShouldContain("[2, 2, 2]");
        message.ShouldContain("pivot 1");
        Should.Throw<ArgumentException>(() => LinearAlgebra.Solve(s_singular, s_square)).Message.ShouldContain("Solve");
        Should.Throw<ArgumentException>(() => LinearAlgebra.MatrixPower(s_singular, -1)).Message.ShouldContain("MatrixPower");
        Should.Throw<ArgumentException>(() => LinearAlgebra.SolveTriangular(Tensor.Zeros([2, 2], DType.Float64), s_square, upper: true)).Message.ShouldContain("pivot 0");
        Should.Throw<ArgumentException>(() => LinearAlgebra.Lstsq(s_singular, s_square)).Message.ShouldContain("full rank");
    }

    [Test]
    public void The_logarithm_of_a_determinant_of_0_has_a_value_and_no_gradient()
    {
        var x = s_singular.Clone().WithGrad();
        var (sign, logarithm) = LinearAlgebra.Slogdet(x);
        (sign.Item<double>(), logarithm.Item<double>()).ShouldBe((0, double.NegativeInfinity));
        Should.Throw<ArgumentException>(() => logarithm.Backward()).Message.ShouldContain("gradient of Slogdet");
        LinearAlgebra.Logdet(Tensor.From([0.0, 1, 1, 0], [2, 2])).Item<double>().ShouldBe(double.NaN);
    }

    [Test]
    public void A_matrix_that_is_not_positive_definite_or_not_symmetric_is_named()
    {
        Should.Throw<ArgumentException>(() => LinearAlgebra.Cholesky(Tensor.From([1.0, 2, 2, 1], [2, 2]))).Message.ShouldContain("positive definite");
        Should.Throw<ArgumentException>(() => LinearAlgebra.Cholesky(Tensor.From([2.0, 1, 0, 2], [2, 2]))).Message.ShouldContain("not symmetric");
        Should.Throw<ArgumentException>(() => LinearAlgebra.Eigh(Tensor.From([2.0, 1, 0, 2], [2, 2]))).Message.ShouldContain("[1, 0]");
    }

    [Test]
    public void Shapes_that_are_no_square_matrices_are_refused()
    {
        var wide = Tensor.Ones([2, 3], DType.Float64);
        foreach (var function in new Func<Tensor, object>[]
                 {
                     LinearAlgebra.Inv, LinearAlgebra.Det, x => LinearAlgebra.Slogdet(x), LinearAlgebra.Logdet, x => LinearAlgebra.Cholesky(x), x => LinearAlgebra.Eigh(x), LinearAlgebra.Eigvalsh,
                     LinearAlgebra.MatrixExp, x => LinearAlgebra.MatrixPower(x, 2), x => LinearAlgebra.Solve(x, x),
                 })
        {
            Should.Throw<ArgumentException>(() => function(wide)).Message.ShouldContain("[2, 3]");
            Should.Throw<ArgumentException>(() => function(Tensor.Ones([2], DType.Float64)));
            Should.Throw<ArgumentException>(() => function(Tensor.Ones([2, 2], DType.Int64))).Message.ShouldContain("Int64");
            Should.Throw<ArgumentNullException>(() => function(null!));
        }
        Should.Throw<ShapeMismatchException>(() => LinearAlgebra.Solve(s_square, wide.T));
        Should.Throw<ShapeMismatchException>(() => LinearAlgebra.SolveTriangular(s_square, Tensor.Ones([2], DType.Float64), upper: true));
        Should.Throw<ArgumentException>(() => LinearAlgebra.Solve(s_square, Tensor.Ones([2, 1])));
    }

    [Test]
    public void What_is_not_finite_is_refused_or_shows_and_never_hangs()
    {
        var bad = Tensor.From([double.NaN, 1, 1, 2], [2, 2]);
        Should.Throw<ArgumentException>(() => LinearAlgebra.Svd(bad)).Message.ShouldContain("NaN");
        Should.Throw<ArgumentException>(() => LinearAlgebra.Eigh(bad)).Message.ShouldContain("NaN");
        Should.Throw<ArgumentException>(() => LinearAlgebra.Cholesky(bad));
        foreach (var x in LinearAlgebra.Inv(bad).ToArray<double>()) double.IsNaN(x).ShouldBeTrue();
        foreach (var x in LinearAlgebra.MatrixExp(bad).ToArray<double>()) double.IsNaN(x).ShouldBeTrue();
        double.IsNaN(LinearAlgebra.Det(bad).Item<double>()).ShouldBeTrue();
        double.IsNaN(LinearAlgebra.Slogdet(bad).Sign.Item<double>()).ShouldBeTrue();
    }

    [Test]
    public void Products_of_tensors_that_do_not_fit_are_refused()
    {
        Tensor vector = Tensor.Ones([3]), matrix = Tensor.Ones([3, 2]), batch = Tensor.Ones([2, 2, 2]);
        Should.Throw<ShapeMismatchException>(() => vector.Mm(matrix)).Op.ShouldBe("Mm");
        Should.Throw<ShapeMismatchException>(() => matrix.Mv(matrix)).Op.ShouldBe("Mv");
        Should.Throw<ShapeMismatchException>(() => batch.Bmm(matrix)).Op.ShouldBe("Bmm");
        Should.Throw<ShapeMismatchException>(() => vector.Addmm(matrix, matrix.T.MatMul(matrix))).Op.ShouldBe("Addmm");
        Should.Throw<ShapeMismatchException>(() => matrix.Cross(matrix)).Op.ShouldBe("Cross");
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.Tensordot(matrix, 3));
        Should.Throw<ShapeMismatchException>(() => matrix.Tensordot(matrix, [0], [1])).Op.ShouldBe("Tensordot");
        Should.Throw<ShapeMismatchException>(() => matrix.Cdist(Tensor.Ones([2, 3]))).Op.ShouldBe("Cdist");
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.Cdist(matrix, double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.Normalize(p: double.NaN));
        Should.Throw<ShapeMismatchException>(() => vector.Bilinear(vector, Tensor.Ones([1, 3, 2]))).Op.ShouldBe("Bilinear");
        Should.Throw<ShapeMismatchException>(() => LinearAlgebra.MultiDot(matrix, matrix)).Op.ShouldBe("MultiDot");
        Should.Throw<ArgumentException>(() => LinearAlgebra.MultiDot(matrix));
    }

    [TestCase("ij,jk->ik", "'j' has extent 4")]
    [TestCase("ij,kl->m", "'m'")]
    [TestCase("ij,kl->ii", "twice")]
    [TestCase("ij->ij", "1 operands, 2 are given")]
    [TestCase("ijk,kl", "of 2 axes")]
    [TestCase("i,kl", "of 2 axes")]
    [TestCase("i1,kl", "'1'")]
    [TestCase("......,kl", "of 2 axes")]
    [TestCase("ii,kl", "repeated in operand 0")]
    [TestCase("ij,kl->i->j", "'-'")]
    public void An_equation_that_does_not_fit_is_refused(string equation, string why)
    {
        var message = Should.Throw<ArgumentException>(() => Tensor.Einsum(equation, Tensor.Ones([2, 3]), Tensor.Ones([4, 2]))).Message;
        message.ShouldContain($"Einsum: in \"{equation}\"");
        message.ShouldContain(why);
    }
}
