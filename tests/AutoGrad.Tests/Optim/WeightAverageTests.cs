using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

public class WeightAverageTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void The_moving_average_forgets_step_by_step(bool warmUp)
    {
        var net = Net(1);
        var average = new ExponentialMovingAverage(net, 0.9, warmUp);
        var expected = 1.0;
        for (var n = 1; n <= 5; n++)
        {
            Set(net, n * n);
            average.Update();
            var decay = warmUp ? Math.Min(0.9, n / (n + 9.0)) : 0.9;
            expected = decay * expected + (1 - decay) * n * n;
        }
        using (average.Swap()) net.Weight.ToArray<double>().ShouldAllBe(w => Math.Abs(w - expected) < 1e-13);
        net.Weight.ToArray<double>().ShouldAllBe(w => w == 25);
        average.CopyTo();
        net.Weight.ToArray<double>().ShouldAllBe(w => Math.Abs(w - expected) < 1e-13);
        average.Updates.ShouldBe(5);
    }

    [Test]
    public void The_mean_is_that_of_all_updates()
    {
        var net = Net(100);
        var average = new StochasticWeightAveraging(net);
        foreach (var value in new[] { 2.0, 4, 9 })
        {
            Set(net, value);
            average.Update();
        }
        average.CopyTo();
        net.Weight.ToArray<double>().ShouldAllBe(w => Math.Abs(w - 5) < 1e-14);
    }

    [Test]
    public void It_is_resumed_with_the_same_bits()
    {
        var (net, other) = (Net(0.3), Net(7));
        var (average, resumed) = (new ExponentialMovingAverage(net, 0.7), new ExponentialMovingAverage(other, 0.7));
        Set(net, 0.1);
        average.Update();
        resumed.LoadState(average.StateDictionary());
        Set(net, 0.9);
        Set(other, 0.9);
        average.Update();
        resumed.Update();
        resumed.StateDictionary()["average.Weight"].ToArray<double>().ShouldBe(average.StateDictionary()["average.Weight"].ToArray<double>());
        var message = Should.Throw<ArgumentException>(() => resumed.LoadState(new Dictionary<string, Tensor> { ["average.Weight"] = Tensor.Zeros([1]) })).Message;
        message.ShouldContain("missing: updates");
        message.ShouldContain("another shape: average.Weight");
        resumed.Updates.ShouldBe(2);
    }

    [Test]
    public void While_the_model_has_the_average_nothing_else_is_allowed()
    {
        var average = new ExponentialMovingAverage(Net(1));
        using (average.Swap())
        {
            Should.Throw<InvalidOperationException>(average.Update);
            Should.Throw<InvalidOperationException>(average.Swap);
            Should.Throw<InvalidOperationException>(average.CopyTo);
            Should.Throw<InvalidOperationException>(average.StateDictionary);
        }
        average.Update();
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(Net(1), 1));
        Should.Throw<ArgumentException>(() => new StochasticWeightAveraging(new Relu())).Message.ShouldContain("no parameters");
    }

    [Test]
    public void Batch_statistics_are_measured_anew()
    {
        Sequential net = [new Linear(3, 2, generator: new Generator(1)), new BatchNorm1d(2), new Dropout(0.9)];
        var norm = (BatchNorm1d)net[1];
        net.Eval();
        var inputs = Enumerable.Range(0, 3).Select(i => Tensor.Randn([5, 3], generator: new Generator((ulong)i))).ToArray();
        StochasticWeightAveraging.RefreshBatchNorm(net, inputs);
        var hidden = Array.ConvertAll(inputs, x => net[0].Call(x).Detach());
        norm.RunningMean!.ToArray<float>().ShouldBe(((hidden[0].Mean(0) + hidden[1].Mean(0) + hidden[2].Mean(0)) / 3).ToArray<float>(), 1e-6f);
        norm.RunningVar!.ToArray<float>().ShouldBe(((hidden[0].Var(0) + hidden[1].Var(0) + hidden[2].Var(0)) / 3).ToArray<float>(), 1e-6f);
        (net.IsTraining, norm.IsTraining).ShouldBe((false, false));
        var before = norm.RunningMean.ToArray<float>();
        Should.Throw<ShapeMismatchException>(() => StochasticWeightAveraging.RefreshBatchNorm(net, [inputs[0], Tensor.Zeros([5, 4])]));
        norm.RunningMean.ToArray<float>().ShouldBe(before);
    }

    private static Linear Net(double value)
    {
        var net = new Linear(2, 2, bias: false, dtype: DType.Float64);
        Set(net, value);
        return net;
    }

    private static void Set(Linear net, double value)
    {
        using var scope = GradMode.NoGrad();
        net.Weight.CopyFrom(Tensor.Full(net.Weight.Shape, value, DType.Float64));
    }
}
