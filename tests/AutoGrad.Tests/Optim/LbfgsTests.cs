using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

public class LbfgsTests
{
    private static Tensor Leaf(params double[] values) => Tensor.From(values).WithGrad();

    private static Tensor Rosenbrock(Tensor w) => 100 * (w[1] - w[0].Square()).Square() + (1 - w[0]).Square();

    [Test]
    public void Evaluations_grow_with_the_steps_until_they_are_set()
    {
        var optimizer = new Lbfgs([Tensor.Scalar(1.0).WithGrad()]);
        optimizer.MaxEvaluations.ShouldBe(25);
        optimizer.MaxIterations = 60;
        optimizer.MaxEvaluations.ShouldBe(75);
        optimizer.MaxIterations = 1;
        optimizer.MaxEvaluations.ShouldBe(25);
        optimizer.MaxEvaluations = 7;
        optimizer.MaxIterations = 100;
        optimizer.MaxEvaluations.ShouldBe(7);
        new Lbfgs([Tensor.Scalar(1.0).WithGrad()]) { MaxIterations = int.MaxValue }.MaxEvaluations.ShouldBe(int.MaxValue);
    }

    [Test]
    public void A_quadratic_of_n_parameters_takes_n_exact_searches()
    {
        var scales = Tensor.From([1.0, 3, 10, 30, 100, 300]);
        var w = Leaf(1, -2, 3, -4, 5, -6);
        var optimizer = new Lbfgs([w]) { Curvature = 1.0001e-4, MaxEvaluations = 100, GradientTolerance = 1e-9, StepTolerance = 0 };
        var result = optimizer.Step(() => 0.5 * (scales * w.Square()).Sum());
        result.Reason.ShouldBe(StopReason.GradientSmall);
        result.Iterations.ShouldBeLessThanOrEqualTo(9);
        foreach (var v in w.ToArray<double>()) v.ShouldBe(0, 1e-9);
    }

    [Test]
    public void Rosenbrocks_valley_is_followed_to_its_end()
    {
        var w = Leaf(-1.2, 1);
        var calls = 0;
        var optimizer = new Lbfgs([w]) { MaxIterations = 200, MaxEvaluations = 300, StepTolerance = 0, GradientTolerance = 1e-12 };
        var result = optimizer.Step(() =>
        {
            calls++;
            return Rosenbrock(w);
        });
        result.Converged.ShouldBeTrue(result.ToString());
        result.Evaluations.ShouldBe(calls);
        calls.ShouldBeLessThan(60);
        foreach (var v in w.ToArray<double>()) v.ShouldBe(1, 1e-12);
    }

    [Test]
    public void A_closure_may_go_backward_itself()
    {
        var (a, b) = (Leaf(-1.2, 1), Leaf(-1.2, 1));
        var (plain, pytorch) = (new Lbfgs([a]), new Lbfgs([b]));
        for (var step = 0; step < 3; step++)
        {
            var first = plain.Step(() => Rosenbrock(a));
            var second = pytorch.Step(() =>
            {
                b.ZeroGrad();
                var loss = Rosenbrock(b);
                loss.Backward();
                return loss;
            });
            second.ShouldBe(first);
        }
        b.ToArray<double>().ShouldBe(a.ToArray<double>());
        a.Grad!.ToArray<double>().ShouldBe(Autodiff.Gradient(Rosenbrock(a), a).ToArray<double>());
    }

    [Test]
    public void Calls_go_on_where_the_last_one_stopped()
    {
        var w = Leaf(-1.2, 1);
        var optimizer = new Lbfgs([w]) { MaxIterations = 1, StepTolerance = 0 };
        var (steps, last) = (0, optimizer.Step(() => Rosenbrock(w)));
        while (!last.Converged && steps++ < 60) last = optimizer.Step(() => Rosenbrock(w));
        last.Reason.ShouldBe(StopReason.GradientSmall);
        steps.ShouldBeLessThan(50);
    }

    [Test]
    public void Without_a_search_the_step_is_the_learning_rate()
    {
        var w = Leaf(4);
        var optimizer = new Lbfgs([w]) { LineSearch = false, LearningRate = 0.5, MaxIterations = 1 };
        var result = optimizer.Step(() => w.Square().Sum());
        w.Item<double>().ShouldBe(3.5);     // 4 − 0.5 · min(1, 1/|g|) · g
        (result.Iterations, result.Evaluations, result.Reason).ShouldBe((1, 2, StopReason.IterationLimit));
        optimizer.Step(() => w.Square().Sum());
        w.Item<double>().ShouldBe(1.75, 1e-12);     // half of the Newton step
    }

    [Test]
    public void Float32_and_unused_parameters_are_fine()
    {
        var (w, unused) = (Tensor.From([-1.2f, 1f]).WithGrad(), Tensor.From([5f]).WithGrad());
        var optimizer = new Lbfgs([w, unused]) { MaxIterations = 100, MaxEvaluations = 200, GradientTolerance = 1e-3, StepTolerance = 0 };
        optimizer.Step(() => Rosenbrock(w)).Converged.ShouldBeTrue();
        foreach (var v in w.ToArray<float>()) v.ShouldBe(1, 1e-2f);
        unused.Item<float>().ShouldBe(5);
    }

    [Test]
    public void What_is_not_finite_is_too_far()
    {
        var w = Leaf(1e-3);
        var result = new Lbfgs([w]) { MaxIterations = 50, MaxEvaluations = 200, StepTolerance = 0 }.Step(() => (w - w.Log()).Sum());
        result.Converged.ShouldBeTrue(result.ToString());
        w.Item<double>().ShouldBe(1, 1e-6);

        var lost = Leaf(-1);
        var stopped = new Lbfgs([lost]).Step(() => lost.Log().Sum());
        (stopped.Reason, stopped.Converged, stopped.Evaluations).ShouldBe((StopReason.NotFinite, false, 1));
        lost.Item<double>().ShouldBe(-1);
    }

    [Test]
    public void A_fixed_step_out_of_the_domain_is_taken_back()
    {
        var w = Leaf(0.5);
        var result = new Lbfgs([w]) { LineSearch = false, LearningRate = 10 }.Step(() => w.Log().Sum());
        (result.Reason, result.Iterations).ShouldBe((StopReason.NotFinite, 0));
        w.Item<double>().ShouldBe(0.5);
        result.Loss.ShouldBe(Math.Log(0.5));
        w.Grad!.Item<double>().ShouldBe(2);
    }

    [Test]
    public void Wrong_closures_are_refused_and_the_parameters_stay_good()
    {
        var w = Leaf(-1.2, 1);
        var optimizer = new Lbfgs([w]);
        Should.Throw<ArgumentNullException>(() => optimizer.Step(null!));
        Should.Throw<ArgumentException>(() => optimizer.Step(() => null!)).Message.ShouldContain("null");
        Should.Throw<ArgumentException>(() => optimizer.Step(() => w * 2)).Message.ShouldContain("[2]");
        Should.Throw<InvalidOperationException>(() => optimizer.Step(() => Tensor.Scalar(1.0)));
        w.ToArray<double>().ShouldBe([-1.2, 1]);
        var (calls, best) = (0, double.PositiveInfinity);
        Should.Throw<TimeoutException>(() => optimizer.Step(() =>
        {
            if (++calls == 10) throw new TimeoutException();
            var loss = Rosenbrock(w);
            best = Math.Min(best, loss.Item<double>());
            return loss;
        }));
        Rosenbrock(w).Item<double>().ShouldBeInRange(best, 24);
        w.Grad!.ToArray<double>().ShouldBe(Autodiff.Gradient(Rosenbrock(w), w).ToArray<double>());
    }

    [Test]
    public void A_search_over_a_hill_goes_far_ahead()
    {
        var w = Leaf(0.1);
        var result = new Lbfgs([w]) { MaxIterations = 1, LearningRate = 1e-3 }.Step(() => w.Cos().Sum());
        w.Item<double>().ShouldBeGreaterThan(1.5);
        result.Evaluations.ShouldBeLessThanOrEqualTo(10);
    }

    [Test]
    public void A_kink_that_spoils_what_is_known_is_not_the_end()
    {
        var w = Leaf(-0.7, 0.9, 0.4);
        // a ravine with a sharp bottom, whose lowest place is far along it
        Tensor Loss() => 10 * (w[0] - 0.3 * w[1].Sin()).Abs() + (w[1] - 2).Square() + 0.1 * (w[2] - 1).Relu() + 0.05 * (w[2] - 3).Square();
        var result = new Lbfgs([w]) { MaxIterations = 400, MaxEvaluations = 390 }.Step(Loss);
        result.Evaluations.ShouldBeLessThanOrEqualTo(400);
        result.Loss.ShouldBeLessThan(0.25);
    }

    [Test]
    public void Wrong_parameters_and_settings_are_refused()
    {
        Should.Throw<ArgumentException>(() => new Lbfgs([])).Message.ShouldContain("no parameters");
        Should.Throw<ArgumentException>(() => new NewtonCg([Tensor.From([1.0])])).Message.ShouldContain("requires no gradient");
        Should.Throw<ArgumentException>(() => new LevenbergMarquardt([Leaf(1) * 2])).Message.ShouldContain("only leaves");
        Should.Throw<ArgumentException>(() => new Lbfgs([Leaf()])).Message.ShouldContain("no elements");
        var optimizer = new Lbfgs([Leaf(1)]);
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.LearningRate = 0);
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.Curvature = 1);
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.History = 0);
    }
}
