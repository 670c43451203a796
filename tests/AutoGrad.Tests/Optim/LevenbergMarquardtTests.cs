using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

public class LevenbergMarquardtTests
{
    private static Tensor Leaf(params double[] values) => Tensor.From(values).WithGrad();

    private static Tensor Rosenbrock(Tensor w) => Tensor.Stack([10 * (w[1] - w[0].Square()), 1 - w[0]], 0);

    [Test]
    public void Linear_residuals_take_one_step()
    {
        var (a, b) = (Tensor.From([1.0, 2, 3, 4, 5, 7], [3, 2]), Tensor.From([1.0, -1, 2]));
        var w = Leaf(0, 0);
        var result = new LevenbergMarquardt([w]) { InitialRadius = 1e6, GradientTolerance = 1e-10 }.Minimize(() => a.MatMul(w) - b);
        (result.Reason, result.Iterations, result.Evaluations, result.Derivatives).ShouldBe((StopReason.GradientSmall, 1, 2, 2));
        var expected = LinearAlgebra.Lstsq(a, b).ToArray<double>();
        for (var j = 0; j < 2; j++) w.ToArray<double>()[j].ShouldBe(expected[j], 1e-11);
    }

    [Test]
    public void Rosenbrocks_valley_is_followed_to_its_end()
    {
        var w = Leaf(-1.2, 1);
        var result = new LevenbergMarquardt([w]).Minimize(() => Rosenbrock(w));
        result.Converged.ShouldBeTrue();
        result.Evaluations.ShouldBeLessThan(40);
        foreach (var v in w.ToArray<double>()) v.ShouldBe(1, 1e-12);
    }

    [TestCase(2, 5)]
    [TestCase(5, 2)]
    public void More_parameters_than_residuals_have_the_nearest_solution(int residuals, int parameters)
    {
        var a = Tensor.Randn([residuals, parameters], DType.Float64, generator: new Generator(3));
        var b = Tensor.Randn([residuals], DType.Float64, generator: new Generator(4));
        var w = Tensor.Zeros([parameters], DType.Float64).WithGrad();
        new LevenbergMarquardt([w]).Minimize(() => a.MatMul(w) - b).Converged.ShouldBeTrue();
        var distance = (a.MatMul(w.Detach()) - b).Square().Sum().Item<double>();
        distance.ShouldBe((a.MatMul(LinearAlgebra.Lstsq(a, b)) - b).Square().Sum().Item<double>(), 1e-12);
    }

    [Test]
    public void A_parameter_without_influence_stays()
    {
        var (used, unused) = (Leaf(3), Leaf(7));
        var result = new LevenbergMarquardt([used, unused]).Minimize(() => Tensor.Stack([used - 1, used - 2, used + 0 * unused], 0));
        result.Converged.ShouldBeTrue();
        used.Item<double>().ShouldBe(1, 1e-12);
        unused.Item<double>().ShouldBe(7);
    }

    [Test]
    public void Float32_parameters_in_several_tensors_fit()
    {
        var (a, b) = (Tensor.Scalar(0f).WithGrad(), Tensor.Scalar(0f).WithGrad());
        var x = Tensor.Linspace(0, 2, 30);
        var y = 2 * (-0.5 * x).Exp();
        var result = new LevenbergMarquardt([a, b]).Minimize(() => a * (b * x).Exp() - y);
        result.Converged.ShouldBeTrue(result.ToString());
        a.Item<float>().ShouldBe(2, 1e-5f);
        b.Item<float>().ShouldBe(-0.5f, 1e-5f);
    }

    [Test]
    public void Steps_out_of_the_domain_are_shortened()
    {
        var w = Leaf(0.1);
        var result = new LevenbergMarquardt([w]) { InitialRadius = 100 }.Minimize(() => w.Log() + 3);
        result.Converged.ShouldBeTrue(result.ToString());
        w.Item<double>().ShouldBe(Math.Exp(-3), 1e-12);
    }

    [Test]
    public void Limits_and_tolerances_are_the_reason()
    {
        var w = Leaf(-1.2, 1);
        var fit = new LevenbergMarquardt([w]) { MaxIterations = 3 };
        var first = fit.Minimize(() => Rosenbrock(w));
        (first.Reason, first.Iterations, first.Converged).ShouldBe((StopReason.IterationLimit, 3, false));
        (fit.MaxIterations, fit.MaxEvaluations) = (100, 1);
        fit.Minimize(() => Rosenbrock(w)).Reason.ShouldBe(StopReason.EvaluationLimit);
        (fit.MaxEvaluations, fit.GradientTolerance) = (100, 1e-3);
        fit.Minimize(() => Rosenbrock(w)).Reason.ShouldBe(StopReason.GradientSmall);
        var far = Leaf(-1.2, 1);
        new LevenbergMarquardt([far]) { StepTolerance = 0.5 }.Minimize(() => Rosenbrock(far)).Reason.ShouldBe(StopReason.StepSmall);
    }

    [Test]
    public void Wrong_residuals_are_refused_and_change_nothing()
    {
        var w = Leaf(2, 3);
        var fit = new LevenbergMarquardt([w]);
        Should.Throw<ArgumentNullException>(() => fit.Minimize(null!));
        Should.Throw<ArgumentException>(() => fit.Minimize(() => null!)).Message.ShouldContain("null");
        Should.Throw<ArgumentException>(() => fit.Minimize(() => Tensor.From([1, 2]))).Message.ShouldContain("Int32 [2]");
        Should.Throw<ArgumentException>(() => fit.Minimize(() => w[..0])).Message.ShouldContain("[0]");
        Should.Throw<InvalidOperationException>(() => fit.Minimize(() => Tensor.From([1.0, 2])));
        var calls = 0;
        Should.Throw<ArgumentException>(() => fit.Minimize(() => calls++ == 0 ? w : w[..1])).Message.ShouldContain("2 residuals before and 1 now");
        w.ToArray<double>().ShouldBe([2, 3]);
        Should.Throw<ArgumentOutOfRangeException>(() => fit.InitialRadius = 0);
        Should.Throw<ArgumentOutOfRangeException>(() => fit.StepTolerance = double.NaN);
        Should.Throw<ArgumentOutOfRangeException>(() => fit.MaxIterations = 0);
    }
}
