using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

public class NewtonCgTests
{
    private static Tensor Leaf(params double[] values) => Tensor.From(values).WithGrad();

    private static Tensor Rosenbrock(Tensor w) => (100 * (w[1..] - w[..^1].Square()).Square() + (1 - w[..^1]).Square()).Sum();

    [Test]
    public void A_quadratic_of_n_parameters_takes_one_step_of_n_products()
    {
        var scales = Tensor.From([1.0, 2, 3, 4, 5, 6]);
        var w = Leaf(1, -2, 3, -4, 5, -6);
        var result = new NewtonCg([w]) { SolveTolerance = 1e-12, InitialRadius = 100 }.Minimize(() => 0.5 * (scales * w.Square()).Sum());
        (result.Reason, result.Iterations, result.Evaluations, result.Derivatives).ShouldBe((StopReason.GradientSmall, 1, 2, 2));
        result.HessianProducts.ShouldBe(6);
        foreach (var v in w.ToArray<double>()) v.ShouldBe(0, 1e-9);
        w.Grad.ShouldBeNull();
    }

    [TestCase(2, 60)]
    [TestCase(50, 200)]
    public void Rosenbrocks_valley_is_followed_to_its_end(int n, int evaluations)
    {
        var w = Tensor.From(Enumerable.Range(0, n).Select(i => i % 2 == 0 ? -1.2 : 1).ToArray()).WithGrad();
        var result = new NewtonCg([w]) { GradientTolerance = 1e-11 }.Minimize(() => Rosenbrock(w));
        result.Converged.ShouldBeTrue(result.ToString());
        result.Evaluations.ShouldBeLessThan(evaluations);
        if (n == 2) foreach (var v in w.ToArray<double>()) v.ShouldBe(1, 1e-12);
        else result.GradientNorm.ShouldBeLessThan(1e-10);
    }

    [Test]
    public void Negative_curvature_leads_away_from_a_maximum()
    {
        var w = Leaf(1e-3, 1e-3);
        var result = new NewtonCg([w]).Minimize(() => (w.Pow(4) / 4 - w.Square() / 2).Sum());
        result.Reason.ShouldBe(StopReason.GradientSmall);
        foreach (var v in w.ToArray<double>()) Math.Abs(v).ShouldBe(1, 1e-8);
    }

    [Test]
    public void A_linear_loss_runs_to_the_limit_without_a_Hessian()
    {
        var w = Leaf(1, 2);
        var result = new NewtonCg([w]) { MaxIterations = 5 }.Minimize(() => w.Sum());
        (result.Reason, result.Iterations).ShouldBe((StopReason.IterationLimit, 5));
        result.Loss.ShouldBeLessThan(-50);
    }

    [Test]
    public void The_last_digits_are_reached_beside_a_large_constant()
    {
        var w = Leaf(3, -4);
        var result = new NewtonCg([w]) { GradientTolerance = 0 }.Minimize(() => 1e6 + w.Cosh().Sum());
        result.Converged.ShouldBeTrue(result.ToString());
        foreach (var v in w.ToArray<double>()) v.ShouldBe(0, 1e-12);
    }

    [Test]
    public void What_is_not_finite_is_too_far()
    {
        var w = Leaf(1e-3);
        var result = new NewtonCg([w]) { InitialRadius = 100 }.Minimize(() => (w - w.Log()).Sum());
        result.Converged.ShouldBeTrue(result.ToString());
        w.Item<double>().ShouldBe(1, 1e-6);

        var lost = Leaf(-1);
        new NewtonCg([lost]).Minimize(() => lost.Log().Sum()).Reason.ShouldBe(StopReason.NotFinite);
        lost.Item<double>().ShouldBe(-1);
        var steep = Leaf(0);
        new NewtonCg([steep]).Minimize(() => steep.Sqrt().Sum()).Reason.ShouldBe(StopReason.NotFinite);
    }

    [Test]
    public void Wrong_losses_are_refused_and_the_parameters_stay_good()
    {
        var w = Leaf(-1.2, 1);
        var newton = new NewtonCg([w]);
        Should.Throw<ArgumentException>(() => newton.Minimize(() => w)).Message.ShouldContain("[2]");
        Should.Throw<InvalidOperationException>(() => newton.Minimize(() => Tensor.Scalar(1.0)));
        w.ToArray<double>().ShouldBe([-1.2, 1]);
        var (calls, best) = (0, double.PositiveInfinity);
        Should.Throw<TimeoutException>(() => newton.Minimize(() =>
        {
            if (++calls == 6) throw new TimeoutException();
            var loss = Rosenbrock(w);
            best = Math.Min(best, loss.Item<double>());
            return loss;
        }));
        Rosenbrock(w).Item<double>().ShouldBe(best);
        Should.Throw<ArgumentOutOfRangeException>(() => newton.InitialRadius = -1);
        Should.Throw<ArgumentOutOfRangeException>(() => newton.SolveTolerance = 1);
    }
}
