namespace AutoGrad.Tests.Ops;

public class ReductionTests
{
    private const double NaN = double.NaN, Infinity = double.PositiveInfinity;

    private static double[] Gradient(Func<Tensor, Tensor> f, params double[] x)
    {
        var leaf = Tensor.From(x).WithGrad();
        return Autodiff.Gradient(f(leaf), leaf).ToArray<double>();
    }

    private static double Value(Tensor scalar) => scalar.AsSpan<double>()[0];

    [Test]
    public void Elements_that_tie_share_the_gradient_of_an_extreme()
    {
        Gradient(x => x.Max(), 1, 3, 3, 2, 3).ShouldBe([0, 1 / 3.0, 1 / 3.0, 0, 1 / 3.0]);
        Gradient(x => x.Min(), 1, 3, 1, 2).ShouldBe([0.5, 0, 0.5, 0]);
    }

    [Test]
    public void With_indices_the_first_of_several_gets_all_of_the_gradient()
    {
        Gradient(x => x.MaxWithIndices(0).Values, 1, 3, 3, 2).ShouldBe([0, 1, 0, 0]);
        Gradient(x => x.MinWithIndices(0).Values, 1, 3, 1, 2).ShouldBe([1, 0, 0, 0]);
    }

    [Test]
    public void NaN_wins_every_comparison([Values(0, 1, 3)] int at)
    {
        var data = new double[] { 1, 7, -2, 5 };
        data[at] = NaN;
        var x = Tensor.From(data);
        Value(x.Max()).ShouldBe(NaN);
        Value(x.Min()).ShouldBe(NaN);
        foreach (var index in new[] { x.ArgMax(), x.ArgMin(), x.ArgMax(0), x.Reshape(4, 1).ArgMin(0), x.Reshape(2, 2).ArgMax() })
            index.AsSpan<long>()[0].ShouldBe(at);
        Value(x.MaxWithIndices(0).Values).ShouldBe(NaN);
        var columns = Tensor.From([1.0, 1, NaN, 2, 3, NaN], [3, 2]);
        columns.ArgMax(0).ToArray<long>().ShouldBe([1, 2]);
    }

    [Test]
    public void The_first_of_equal_extremes_is_found()
    {
        Tensor.From([1, 3, 3, 1]).ArgMax().ToArray<long>().ShouldBe([1]);
        Tensor.From([-0.0, 0.0]).ArgMax().ToArray<long>().ShouldBe([0]);
        Tensor.From([2L, 1, 1, 2], [2, 2]).ArgMin(0).ToArray<long>().ShouldBe([1, 0]);
        Tensor.From([5L, 5, 5, 5], [2, 2]).ArgMax(0, keepDims: true).ToArray<long>().ShouldBe([0, 0]);
    }

    [Test]
    public void Reductions_of_no_elements()
    {
        var none = Tensor.Zeros([0, 3], DType.Float64);
        none.Sum(0).ToArray<double>().ShouldBe([0, 0, 0]);
        none.Prod(0).ToArray<double>().ShouldBe([1, 1, 1]);
        none.Mean(0).ToArray<double>().ShouldBe([NaN, NaN, NaN]);
        none.Var(0).ToArray<double>().ShouldBe([NaN, NaN, NaN]);
        none.Norm(0).ToArray<double>().ShouldBe([0, 0, 0]);
        none.LogSumExp(0).ToArray<double>().ShouldAllBe(v => v == -Infinity);
        none.All(0).ToArray<bool>().ShouldBe([true, true, true]);
        none.Any(0).ToArray<bool>().ShouldBe([false, false, false]);
        none.Max(1).Shape.ShouldBe([0]);
        none.ArgMax(1).Shape.ShouldBe([0]);
        none.MaxWithIndices(1).Values.Shape.ShouldBe([0]);
    }

    [Test]
    public void No_element_is_the_extreme_of_none()
    {
        var none = Tensor.Zeros([0, 3]);
        foreach (var (op, run) in new (string, Action)[]
        {
            ("Max", () => none.Max()), ("Min", () => none.Min(0)), ("ArgMax", () => none.ArgMax()), ("ArgMin", () => none.ArgMin(0)),
            ("MaxWithIndices", () => none.MaxWithIndices(0)), ("MinWithIndices", () => none.MinWithIndices(0)),
        })
        {
            var message = Should.Throw<ArgumentException>(run, op).Message;
            message.ShouldStartWith(op + ":");
            message.ShouldContain("[0, 3]");
        }
    }

    [Test]
    public void Wrong_axes_are_named()
    {
        var x = Tensor.Zeros([2, 3]);
        foreach (var (op, run) in new (string, Action<int>)[]
        {
            ("Sum", a => x.Sum(a)), ("Mean", a => x.Mean(a)), ("Prod", a => x.Prod(a)), ("Max", a => x.Max(a)), ("Min", a => x.Min(a)),
            ("Var", a => x.Var(a)), ("Std", a => x.Std(a)), ("LogSumExp", a => x.LogSumExp(a)), ("Norm", a => x.Norm(a)), ("Any", a => x.Any(a)),
            ("All", a => x.All(a)), ("ArgMax", a => x.ArgMax(a)), ("ArgMin", a => x.ArgMin(a)), ("MaxWithIndices", a => x.MaxWithIndices(a)),
            ("Softmax", a => x.Softmax(a)), ("LogSoftmax", a => x.LogSoftmax(a)), ("CountNonzero", a => x.CountNonzero(a)),
        })
            foreach (var axis in new[] { 2, -3, int.MaxValue, int.MinValue })
            {
                var message = Should.Throw<ArgumentOutOfRangeException>(() => run(axis), op).Message;
                message.ShouldContain($"{op}: axis {axis} is outside -2..1");
            }
        Should.Throw<ArgumentException>(() => x.Max([0, -2])).Message.ShouldContain("Max: axis -2 of [2, 3] is given twice");
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Scalar(1f).Max(0)).Message.ShouldContain("a scalar, [], has no axes");
    }

    [Test]
    public void Floating_reductions_refuse_integers_by_name()
    {
        var x = Tensor.From([1, 2, 3]);
        foreach (var (op, run) in new (string, Action)[]
        {
            ("Mean", () => x.Mean()), ("Var", () => x.Var()), ("Std", () => x.Std()), ("LogSumExp", () => x.LogSumExp()), ("Norm", () => x.Norm()),
            ("Softmax", () => x.Softmax(0)), ("LogSoftmax", () => x.LogSoftmax(0)),
        })
            Should.Throw<ArgumentException>(run, op).Message.ShouldStartWith($"{op}: works on Float32 and Float64, not on Int32");
        Should.Throw<ArgumentException>(() => Tensor.From([true]).Max()).Message.ShouldStartWith("Max: works on numbers, not on Bool");
        Should.Throw<ArgumentException>(() => Tensor.From([true]).ArgMax()).Message.ShouldStartWith("ArgMax: works on numbers, not on Bool");
    }

    [Test]
    public void The_product_is_differentiated_beside_zeros_to_any_order()
    {
        Gradient(x => x.Prod(), 2, 0, 3).ShouldBe([0, 6, 0]);
        Gradient(x => x.Prod(), 2, 0, 0).ShouldBe([0, 0, 0]);
        var x = Tensor.From([0.0, 0, 0, 5]).WithGrad();
        var g = x.Prod();
        for (var order = 0; order < 3; order++) g = Autodiff.Gradient(g, x, createGraph: true).Narrow(0, order, 1).Sum();
        Value(g).ShouldBe(5);       // ∂³/∂x₀∂x₁∂x₂
    }

    [Test]
    public void The_variance_survives_a_large_mean()
    {
        Value(Tensor.From([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4]).Var([], correction: 0)).ShouldBe(1.25);
        Tensor.From([10000.5f, 10001.5f]).Std().ToArray<float>()[0].ShouldBe(MathF.Sqrt(0.5f));
    }

    [Test]
    public void At_their_kinks_norm_and_standard_deviation_have_gradient_zero()
    {
        Gradient(x => x.Norm(), 0, 0).ShouldBe([0, 0]);
        Gradient(x => x.Std(), 3, 3, 3).ShouldBe([0, 0, 0]);
    }

    [Test]
    public void Without_a_degree_of_freedom_there_is_no_estimate()
    {
        Value(Tensor.From([4.0]).Var()).ShouldBe(NaN);
        Gradient(x => x.Var(), 4).ShouldBe([NaN]);
        Gradient(x => x.Std(), 4).ShouldBe([NaN]);
        Value(Tensor.From([4.0]).Var([], correction: 0)).ShouldBe(0);
    }

    [Test]
    public void The_norm_neither_overflows_nor_vanishes()
    {
        Tensor.From([3e30f, -4e30f]).Norm().ToArray<float>()[0].ShouldBe(5e30f, 1e24f);
        Tensor.From([3e-30f, 4e-30f]).Norm().ToArray<float>()[0].ShouldBe(5e-30f, 1e-36f);
        Tensor.From([float.Epsilon]).Norm().ToArray<float>()[0].ShouldBe(float.Epsilon);
        Value(Tensor.From([1, Infinity]).Norm()).ShouldBe(Infinity);
        Value(Tensor.From([1, NaN]).Norm()).ShouldBe(NaN);
    }

    [Test]
    public void LogSumExp_is_safe_at_the_ends_of_the_range()
    {
        Value(Tensor.From([1000.0, 1000.0]).LogSumExp()).ShouldBe(1000 + Math.Log(2));
        Value(Tensor.From([-1e300, -1e300]).LogSumExp()).ShouldBe(-1e300);
        Value(Tensor.From([-Infinity, -Infinity]).LogSumExp()).ShouldBe(-Infinity);
        Value(Tensor.From([-Infinity, Infinity]).LogSumExp()).ShouldBe(Infinity);
        Value(Tensor.From([1, NaN]).LogSumExp()).ShouldBe(NaN);
        Gradient(x => x.LogSumExp(), -Infinity, -Infinity).ShouldBe([0, 0]);
        Gradient(x => x.LogSumExp(), 0, -Infinity).ShouldBe([1, 0]);
    }

    [Test]
    public void Softmax_is_safe_at_the_ends_of_the_range([Values(0, 1)] int axis)
    {
        var x = Tensor.From([1e30f, 1e30f, float.NegativeInfinity, -1e30f], axis == 0 ? [4, 1] : [1, 4]);
        x.Softmax(axis).ToArray<float>().ShouldBe([0.5f, 0.5f, 0, 0]);
        var logarithms = x.LogSoftmax(axis).ToArray<float>();
        logarithms[0].ShouldBe(-MathF.Log(2), 1e-6f);
        logarithms[2..].ShouldBe([float.NegativeInfinity, -2e30f]);
        foreach (var bad in new[] { new[] { -Infinity, -Infinity }, [1, NaN], [1, Infinity] })
        {
            Tensor.From(bad).Softmax(0).AsSpan<double>()[1].ShouldBe(NaN);
            Tensor.From(bad).LogSoftmax(0).AsSpan<double>()[1].ShouldBe(NaN);
        }
    }

    [Test]
    public void Sums_and_means_of_ten_million_are_exact()
    {
        var ones = Tensor.Ones([10_000_000]);
        ones.Mean().ToArray<float>().ShouldBe([1f]);
        ones.Sum().ToArray<float>().ShouldBe([1e7f]);
        ones.Reshape(5_000_000, 2).Mean(0).ToArray<float>().ShouldBe([1f, 1f]);
    }

    [Test]
    public void Numbers_count_as_true_unless_they_are_zero()
    {
        Tensor.From([0.0, -0.0]).Any().ToArray<bool>().ShouldBe([false]);
        Tensor.From([0.0, NaN]).Any().ToArray<bool>().ShouldBe([true]);
        Tensor.From([1, 0, 2]).All().ToArray<bool>().ShouldBe([false]);
        Tensor.From([1, 0, NaN]).CountNonzero().ToArray<long>().ShouldBe([2]);
        Tensor.From([true, false, true]).CountNonzero().ToArray<long>().ShouldBe([2]);
    }

    [Test]
    public void Integers_keep_their_type()
    {
        var x = Tensor.From([3, 1, 2]);
        foreach (var y in new[] { x.Sum(), x.Prod(), x.Max(), x.Min(), x.MaxWithIndices(0).Values }) y.DType.ShouldBe(DType.Int32);
        x.MaxWithIndices(0).Indices.DType.ShouldBe(DType.Int64);
    }
}
