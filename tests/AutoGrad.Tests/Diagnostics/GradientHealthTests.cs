using AutoGrad.Diagnostics;
using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Tests.Diagnostics;

/// <summary>Networks that are ill, each in its own way, and one that is not.</summary>
public class GradientHealthTests
{
    private const int Width = 16, Depth = 12;

    [Test]
    public void A_healthy_network_has_no_findings()
    {
        var report = Observe(Stack(2, () => new Tanh()), 0.01);
        report.Findings.ShouldBeEmpty();
        report.IsHealthy.ShouldBeTrue();
        report.ToString().ShouldContain("healthy");
        report.Layers.Select(l => l.Layer).ShouldBe(["0", "2", "4"]);
        report.Activations.Select(a => (a.Layer, a.Op, a.Units)).ShouldBe([("Sequential.1", "Tanh", Width), ("Sequential.3", "Tanh", Width)]);
        report.Layers[^1].RelativeGradient.ShouldBe(1, 1e-12);
        report.Layers.ShouldAllBe(l => l.UpdateRatio > 1e-6 && l.UpdateRatio < 0.1);
    }

    [Test]
    public void Figures_are_those_of_the_formulas()
    {
        Sequential net = [new Linear(2, 1, dtype: DType.Float64)];
        var linear = (Linear)net[0];
        using var health = GradientHealth.Watch(net);
        var (squares, moved) = (0.0, 0.0);
        for (var step = 0; step < 2; step++)
        {
            net.ZeroGrad();
            net.Call(Tensor.From(new[,] { { 1.0 + step, 2 } })).Sum().Backward();
            health.AfterBackward();
            var size = Math.Sqrt(linear.Weight.Square().Sum().Item<double>() + linear.Bias!.Square().Sum().Item<double>());
            new Sgd(net.Parameters(), 0.01).Step();
            health.AfterStep();
            var norm2 = (1.0 + step) * (1 + step) + 4 + 1;
            (squares, moved) = (squares + norm2, moved + 0.01 * 0.01 * norm2 / size / size);
        }
        var layer = health.Report().Layers.Single();
        layer.GradientNorm.ShouldBe(Math.Sqrt(squares / 2), 1e-12);
        layer.UpdateRatio.ShouldBe(Math.Sqrt(moved / 2), 1e-9);
        layer.GradientRatio.ShouldBe(layer.GradientNorm / layer.WeightNorm, 1e-12);
    }

    [Test]
    public void Many_sigmoids_make_gradients_vanish()
    {
        var report = Observe(Stack(Depth, () => new Sigmoid()), 0.01);
        var finding = report.Findings.First(f => f.Problem == HealthProblem.Vanishing);
        finding.Layer.ShouldBe("0");
        finding.Value.ShouldBeLessThan(1e-3);
        finding.Diagnosis.ShouldContain("vanishing");
        finding.Advice.ShouldContain("ReLU");
    }

    [Test]
    public void Large_weights_make_gradients_explode()
    {
        var report = Observe(Stack(Depth, () => new Relu(), scale: 8), 1e-30);
        report.Findings.ShouldContain(f => f.Problem == HealthProblem.Exploding && f.Value > 100 && f.Diagnosis.Contains("than its weights (exploding") && f.Advice.Contains("Clip the gradients"));
    }

    [Test]
    public void A_large_last_layer_makes_gradients_explode_behind_it()
    {
        var net = Stack(1, () => new Tanh());
        Set(((Linear)net[2]).Weight, 1e5);
        var finding = Observe(net, 1e-30).Findings.First(f => f.Problem == HealthProblem.Exploding);
        finding.Layer.ShouldBe("0");
        finding.Value.ShouldBeGreaterThan(1e3);
        finding.Diagnosis.ShouldContain("than the last layer's (exploding");
    }

    [Test]
    public void Units_that_are_never_on_are_dead()
    {
        var net = Stack(2, () => new Relu());
        Set(((Linear)net[2]).Bias!, -100);
        var report = Observe(net, 0.01);
        var finding = report.Findings.Single(f => f.Problem == HealthProblem.DeadUnits);
        (finding.Layer, finding.Value).ShouldBe(("Sequential.3", 1));
        finding.Diagnosis.ShouldContain("100 % of its 16 ReLU units");
        report.Findings.ShouldContain(f => f.Layer == "0" && f.Problem == HealthProblem.Vanishing && f.Diagnosis.Contains("exactly zero"));
    }

    [Test]
    public void Units_at_their_limits_are_saturated()
    {
        var report = Observe(Stack(1, () => new Tanh(), scale: 200), 0.01);
        var finding = report.Findings.Single(f => f.Problem == HealthProblem.Saturated);
        finding.Layer.ShouldBe("Sequential.1");
        finding.Value.ShouldBeGreaterThan(0.9);
    }

    [TestCase(1e-9, HealthProblem.UpdateTooSmall, "Raise the rate")]
    [TestCase(0, HealthProblem.UpdateTooSmall, "given to the optimizer")]
    [TestCase(100, HealthProblem.UpdateTooLarge, "Lower the rate")]
    public void Steps_that_are_too_short_or_too_long_are_seen(double rate, HealthProblem problem, string advice) =>
        Observe(Stack(1, () => new Tanh()), rate).Findings.ShouldContain(f => f.Problem == problem && f.Advice.Contains(advice));

    [Test]
    public void A_layer_that_is_not_used_has_no_gradient_and_a_frozen_one_is_meant_to()
    {
        var net = new TwoHeads();
        net.Frozen.Freeze();
        using var health = GradientHealth.Watch(net);
        net.Call(Tensor.Ones([2, 3])).Sum().Backward();
        health.AfterBackward();
        var finding = health.Report().Findings.Single();
        (finding.Layer, finding.Problem).ShouldBe(("Unused", HealthProblem.NoGradient));
        finding.ToString().ShouldStartWith("Unused: no gradient reaches");
        health.Report().Layers.Single(l => l.Layer == "Frozen").IsFrozen.ShouldBeTrue();
    }

    [Test]
    public void A_gradient_that_is_no_number_is_named()
    {
        Sequential net = [new Linear(3, 2)];
        using var health = GradientHealth.Watch(net);
        (net.Call(Tensor.Ones([1, 3])) * float.NaN).Sum().Backward();
        health.AfterBackward();
        health.Report().Findings.Single().Problem.ShouldBe(HealthProblem.NonFinite);
    }

    [Test]
    public void Channels_of_images_are_units_and_a_pass_may_use_a_layer_twice()
    {
        Sequential net = [new Conv2d(1, 4, 3), new Relu()];
        using var health = GradientHealth.Watch(net);
        (net.Call(Tensor.Ones([2, 1, 5, 5])).Sum() + net.Call(Tensor.Ones([2, 1, 4, 4])).Sum()).Backward();
        health.AfterBackward();
        health.Report().Activations.Select(a => (a.Layer, a.Units)).ShouldBe([("Sequential.1", 4), ("Sequential.1 (call 2)", 4)]);
        health.Reset();
        Should.Throw<InvalidOperationException>(() => health.Report()).Message.ShouldContain("no step");
        Should.Throw<InvalidOperationException>(health.AfterStep).Message.ShouldContain("AfterBackward");
        Should.Throw<ArgumentException>(() => GradientHealth.Watch(new Relu()));
    }

    private static Sequential Stack(int hidden, Func<Layer> activation, float scale = 1)
    {
        var net = new Sequential();
        for (var i = 0; i < hidden; i++)
        {
            var linear = new Linear(Width, Width, generator: new Generator((ulong)i));
            Set(linear.Weight, linear.Weight.Detach() * scale);
            net.Add(linear);
            net.Add(activation());
        }
        net.Add(new Linear(Width, 2, generator: new Generator(99)));
        return net;
    }

    private static HealthReport Observe(Sequential net, double rate)
    {
        using var health = GradientHealth.Watch(net);
        var optimizer = new Sgd(net.Parameters(), rate);
        for (var step = 0; step < 3; step++)
        {
            optimizer.ZeroGrad();
            Loss.Mse(net.Call(Tensor.Randn([32, Width], generator: new Generator((ulong)step + 50))), Tensor.Randn([32, 2], generator: new Generator((ulong)step + 90))).Backward();
            health.AfterBackward();
            optimizer.Step();
            health.AfterStep();
        }
        return health.Report();
    }

    private static void Set(Parameter parameter, Tensor value)
    {
        using var scope = GradMode.NoGrad();
        parameter.CopyFrom(value);
    }

    private static void Set(Parameter parameter, double value) => Set(parameter, Tensor.Full(parameter.Shape, value));

    private sealed class TwoHeads : Layer
    {
        public TwoHeads()
        {
            Used = new Linear(3, 2);
            Unused = new Linear(3, 2);
            Frozen = new Linear(3, 2);
        }

        public Linear Used { get; set => field = Register(value); }

        public Linear Unused { get; set => field = Register(value); }

        public Linear Frozen { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => Used.Call(x) + Frozen.Call(x);
    }
}
