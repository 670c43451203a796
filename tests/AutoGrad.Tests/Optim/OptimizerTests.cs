using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

public class OptimizerTests
{
    private static Tensor Leaf(params double[] values) => Tensor.From(values).WithGrad();

    [Test]
    public void Wrong_parameters_are_refused()
    {
        var (w, other) = (Leaf(1), Leaf(2));
        Should.Throw<ArgumentException>(() => new Sgd([])).Message.ShouldContain("no parameters");
        Should.Throw<ArgumentException>(() => new Sgd([w, null!])).Message.ShouldContain("Parameter 1 is null");
        Should.Throw<ArgumentException>(() => new Sgd([w, other, w])).Message.ShouldContain("parameter 0");
        Should.Throw<ArgumentException>(() => new Sgd([w * 2])).Message.ShouldContain("only leaves");
        Should.Throw<ArgumentNullException>(() => new Sgd(null!));
    }

    [TestCase(-1e-9)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Wrong_rates_are_refused_at_any_time(double rate)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd([Leaf(1)], rate));
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam([Leaf(1)], rate));
        var optimizer = new AdamW([Leaf(1)]);
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.LearningRate = rate);
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.WeightDecay = rate);
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.Epsilon = rate);
        Should.Throw<ArgumentOutOfRangeException>(() => new Sgd([Leaf(1)], momentum: rate));
    }

    [TestCase(1)]
    [TestCase(-0.1)]
    [TestCase(double.NaN)]
    public void Betas_outside_of_0_to_1_are_refused(double beta)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam([Leaf(1)], beta1: beta));
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam([Leaf(1)], beta2: beta));
    }

    [Test]
    public void Nesterov_needs_momentum_and_no_dampening()
    {
        Should.Throw<ArgumentException>(() => new Sgd([Leaf(1)], nesterov: true));
        Should.Throw<ArgumentException>(() => new Sgd([Leaf(1)], momentum: 0.9, dampening: 0.1, nesterov: true));
    }

    [Test]
    public void A_parameter_without_a_gradient_is_left_alone()
    {
        var (used, unused) = (Leaf(1), Leaf(1));
        var optimizer = new AdamW([used, unused], weightDecay: 0.5);
        (used * 2).Sum().Backward();
        optimizer.Step();
        used.Item<double>().ShouldNotBe(1);
        unused.Item<double>().ShouldBe(1);
        unused.Version.ShouldBe(0);
    }

    [Test]
    public void A_step_counts_as_a_change_in_place()
    {
        var w = Leaf(3);
        var stale = (w * w).Sum();
        (w * 1).Sum().Backward();
        new Sgd([w], learningRate: 1).Step();
        w.Item<double>().ShouldBe(2);
        Should.Throw<InvalidOperationException>(() => stale.Backward());
    }

    [Test]
    public void State_follows_a_parameter_to_another_element_type()
    {
        var (single, both) = (new Linear(2, 1, dtype: DType.Float64), new Linear(2, 1, dtype: DType.Float64));
        both.LoadState(single.StateDictionary());
        var (a, b) = (new Adam(single.Parameters(), 0.1), new Adam(both.Parameters(), 0.1));
        for (var step = 0; step < 6; step++)
        {
            if (step == 3) both.To(DType.Float32);
            foreach (var (model, optimizer) in new[] { (single, a), (both, b) })
            {
                optimizer.ZeroGrad();
                Loss.Mse(model.Call(Tensor.Ones([4, 2], model.Weight.DType)), Tensor.Ones([4, 1], model.Weight.DType)).Backward();
                optimizer.Step();
            }
        }
        both.To(DType.Float64);
        both.Weight.ToArray<double>().ShouldBe(single.Weight.ToArray<double>(), 1e-6);
    }

    [Test]
    public void Momentum_switched_on_later_gets_its_velocity()
    {
        var w = Leaf(0);
        var optimizer = new Sgd([w], learningRate: 1);
        w.Grad = Tensor.From([1.0]);
        optimizer.Step();
        optimizer.Momentum = 0.5;
        optimizer.Step();
        optimizer.Step();
        w.Item<double>().ShouldBe(-1 - 1 - 1.5);
    }

    [Test]
    public void Clipping_by_norm_scales_all_gradients_by_one_factor()
    {
        var (a, b, none) = (Leaf(0, 0), Leaf(0), Leaf(0));
        (a.Grad, b.Grad) = (Tensor.From([1.0, 2.0]), Tensor.From([2.0]));
        GradientClipping.ByNorm([a, none, b], 1).ShouldBe(3);
        a.Grad.ToArray<double>().ShouldBe([1 / 3.0, 2 / 3.0], 1e-6);
        b.Grad.ToArray<double>().ShouldBe([2 / 3.0], 1e-6);
        none.Grad.ShouldBeNull();
        GradientClipping.ByNorm([a, b], 5).ShouldBe(1, 1e-6);
        Should.Throw<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm([a], double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => GradientClipping.ByValue([a], -1));
    }

    [TestCase(1, 7)]
    [TestCase(2, 5)]
    [TestCase(3, 4.497941445275415)]
    [TestCase(double.PositiveInfinity, 4)]
    public void The_norm_may_have_another_order(double order, double expected)
    {
        var (a, b) = (Leaf(0), Leaf(0, 0));
        (a.Grad, b.Grad) = (Tensor.From([-3.0]), Tensor.From([4.0, 0.0]));
        GradientClipping.TotalNorm([a, b], order).ShouldBe(expected, 1e-14);
        GradientClipping.ByNorm([a, b], 1, order).ShouldBe(expected, 1e-14);
        a.Grad.Item<double>().ShouldBe(-3 / expected, 1e-6);
        Should.Throw<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm([a], 1, order: 0));
    }

    [Test]
    public void A_non_finite_norm_may_be_an_exception()
    {
        var w = Leaf(0);
        w.Grad = Tensor.From([double.NaN]);
        Should.Throw<InvalidOperationException>(() => GradientClipping.ByNorm([w], 1, errorIfNonFinite: true)).Message.ShouldContain("NaN");
        double.IsNaN(GradientClipping.TotalNorm([w], double.PositiveInfinity)).ShouldBeTrue();
    }

    [Test]
    public void A_non_finite_norm_is_returned_and_nothing_is_scaled()
    {
        var w = Leaf(0, 0);
        w.Grad = Tensor.From([double.PositiveInfinity, 2.0]);
        GradientClipping.ByNorm([w], 1).ShouldBe(double.PositiveInfinity);
        w.Grad.ToArray<double>().ShouldBe([double.PositiveInfinity, 2.0]);
    }
}
