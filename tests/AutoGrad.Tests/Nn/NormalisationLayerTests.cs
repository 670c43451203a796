using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class NormalisationLayerTests
{
    [Test]
    public void BatchNorm_normalises_by_the_batch_and_remembers()
    {
        var layer = new BatchNorm2d(2, dtype: DType.Float64);
        var x = Tensor.Randn([4, 2, 3, 3], DType.Float64, new Generator(1)) * 3 + 1;
        var y = layer.Call(x);
        y.Mean([0, 2, 3]).ToArray<double>().ShouldAllBe(m => Math.Abs(m) < 1e-12);
        y.Var([0, 2, 3], correction: 0).ToArray<double>().ShouldAllBe(v => Math.Abs(v - 1) < 1e-4);
        var (mean, variance) = (x.Mean([0, 2, 3]).ToArray<double>(), x.Var([0, 2, 3]).ToArray<double>());
        for (var i = 0; i < 2; i++)
        {
            layer.RunningMean!.ToArray<double>()[i].ShouldBe(0.1 * mean[i], 1e-12);
            layer.RunningVar!.ToArray<double>()[i].ShouldBe(0.9 + 0.1 * variance[i], 1e-12);
        }
        layer.BatchesTracked!.Item<long>().ShouldBe(1);
        layer.NamedParameters().Select(p => p.Key).ShouldBe(["Weight", "Bias"]);
        layer.NamedBuffers().Select(b => b.Key).ShouldBe(["RunningMean", "RunningVar", "BatchesTracked"]);
    }

    [Test]
    public void BatchNorm_evaluates_by_what_it_remembers()
    {
        var layer = new BatchNorm1d(2, dtype: DType.Float64);
        for (var i = 0; i < 3; i++) layer.Call(Tensor.Randn([8, 2], DType.Float64, new Generator((ulong)i)) + 2);
        layer.Eval();
        var before = layer.RunningMean!.ToArray<double>();
        var x = Tensor.Randn([1, 2], DType.Float64, new Generator(9));
        layer.Call(x).ToArray<double>().ShouldBe(x.BatchNorm(layer.RunningMean, layer.RunningVar, layer.Weight, layer.Bias).ToArray<double>());
        layer.RunningMean!.ToArray<double>().ShouldBe(before);
        layer.BatchesTracked!.Item<long>().ShouldBe(3);
    }

    [Test]
    public void BatchNorm_without_momentum_keeps_the_mean_of_all_batches()
    {
        var layer = new BatchNorm1d(1, momentum: null, dtype: DType.Float64);
        double[] means = [1, 4, 10];
        foreach (var mean in means) layer.Call(Tensor.From([mean - 1, mean + 1], [2, 1]));
        layer.RunningMean!.ToArray<double>()[0].ShouldBe(5, 1e-12);
        layer.RunningVar!.ToArray<double>()[0].ShouldBe(2, 1e-12);
    }

    [Test]
    public void BatchNorm_without_memory_normalises_by_each_batch()
    {
        var layer = new BatchNorm3d(2, affine: false, trackRunningStats: false, dtype: DType.Float64);
        layer.Parameters().ShouldBeEmpty();
        layer.NamedBuffers().ShouldBeEmpty();
        var x = Tensor.Randn([2, 2, 2, 1, 3], DType.Float64, new Generator(1));
        var training = layer.Call(x).ToArray<double>();
        layer.Eval();
        layer.Call(x).ToArray<double>().ShouldBe(training);
    }

    [Test]
    public void BatchNorm_state_survives_saving_and_conversion()
    {
        var layer = new BatchNorm1d(2);
        layer.Call(Tensor.Randn([5, 2, 3], generator: new Generator(1)));
        var other = new BatchNorm1d(2);
        other.LoadState(layer.StateDictionary());
        other.BatchesTracked!.Item<long>().ShouldBe(1);
        other.RunningVar!.ToArray<float>().ShouldBe(layer.RunningVar!.ToArray<float>());
        layer.To(DType.Float64);
        layer.Call(Tensor.Randn([5, 2], DType.Float64)).DType.ShouldBe(DType.Float64);
        layer.BatchesTracked!.DType.ShouldBe(DType.Int64);
        layer.BatchesTracked!.Item<long>().ShouldBe(2);
    }

    [Test]
    public void BatchNorm_says_what_it_expected_and_forgets_the_step()
    {
        Sequential net = [new BatchNorm2d(3)];
        Should.Throw<ShapeMismatchException>(() => net.Call(Tensor.Ones([2, 4, 5, 5]))).Message
            .ShouldBe("BatchNorm2d: shapes [2, 4, 5, 5] and [3]: the layer has 3 channels, so the input's axis 1 must be 3, not 4. See docs/learn/mistakes/shape-mismatch.md. In module Sequential.0.");
        Should.Throw<ArgumentException>(() => net.Call(Tensor.Ones([2, 3]))).Message.ShouldStartWith("BatchNorm2d: the input [2, 3] must be [batch, features, height, width]. In module Sequential.0.");
        Should.Throw<ArgumentException>(() => net.Call(Tensor.Ones([1, 3, 1, 1])));
        ((BatchNorm2d)net[0]).BatchesTracked!.Item<long>().ShouldBe(0);
        Should.Throw<ArgumentException>(() => new BatchNorm1d(3).Call(Tensor.Ones([3])));
        Should.Throw<ArgumentException>(() => new BatchNorm3d(3).Call(Tensor.Ones([1, 3, 2, 2])));
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm1d(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm1d(1, eps: -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm1d(1, eps: double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm1d(1, momentum: 1.5));
        Should.Throw<ArgumentException>(() => new BatchNorm1d(1, affine: false, dtype: DType.Int32));
    }

    [Test]
    public void LayerNorm_is_the_operation_with_its_weights()
    {
        var x = Tensor.Randn([2, 3, 4], DType.Float64, new Generator(1));
        var layer = new LayerNorm([3, 4], eps: 1e-3, dtype: DType.Float64);
        Init.Normal(layer.Weight!, generator: new Generator(2));
        Init.Normal(layer.Bias!, generator: new Generator(3));
        layer.Call(x).ToArray<double>().ShouldBe(x.LayerNorm([3, 4], layer.Weight, layer.Bias, 1e-3).ToArray<double>());
        new LayerNorm(4, dtype: DType.Float64).Call(x).ToArray<double>().ShouldBe(x.LayerNorm([4], Tensor.Ones([4], DType.Float64), Tensor.Zeros([4], DType.Float64)).ToArray<double>());
        new LayerNorm([4], elementwiseAffine: false).Parameters().ShouldBeEmpty();
        new LayerNorm([4], bias: false).NamedParameters().Select(p => p.Key).ShouldBe(["Weight"]);
    }

    [Test]
    public void LayerNorm_says_what_it_expected()
    {
        Should.Throw<ShapeMismatchException>(() => new Sequential(new LayerNorm(4)).Call(Tensor.Ones([2, 3]))).Message.ShouldEndWith("In module Sequential.0.");
        Should.Throw<ArgumentException>(() => new LayerNorm([])).ParamName.ShouldBe("normalizedShape");
        Should.Throw<ArgumentException>(() => new LayerNorm(0));
        Should.Throw<ArgumentException>(() => new LayerNorm(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new LayerNorm(1, eps: -1));
        Should.Throw<ArgumentException>(() => new LayerNorm(1, dtype: DType.Bool));
    }
}
