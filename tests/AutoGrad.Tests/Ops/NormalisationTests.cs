namespace AutoGrad.Tests.Ops;

public class NormalisationTests
{
    [Test]
    public void Running_statistics_move_towards_the_batch_while_training()
    {
        var x = Tensor.From([1.0, 10, 3, 20, 5, 60], [3, 2]).WithGrad();
        Tensor mean = Tensor.Zeros([2], DType.Float64), variance = Tensor.Ones([2], DType.Float64);
        x.BatchNorm(mean, variance, training: true, momentum: 0.25);
        mean.ToArray<double>().ShouldBe([0.75, 7.5], 1e-12);
        variance.ToArray<double>().ShouldBe([0.75 + 0.25 * 4, 0.75 + 0.25 * 700], 1e-12);
        x.BatchNorm(mean, variance);
        mean.ToArray<double>().ShouldBe([0.75, 7.5], 1e-12);
    }

    [Test]
    public void A_large_mean_does_not_cancel_the_variance()
    {
        var y = Tensor.From([1e8 + 1, 1e8 + 2, 1e8 + 3], [1, 3]).LayerNorm([3], eps: 0);
        y.ToArray<double>().ShouldBe([-Math.Sqrt(1.5), 0, Math.Sqrt(1.5)], 1e-12);
        Tensor.Full([1, 4], 3).LayerNorm([4]).ToArray<float>().ShouldBe([0, 0, 0, 0]);
    }

    [Test]
    public void Inputs_that_cannot_be_normalised_are_refused()
    {
        var x = Tensor.Ones([2, 4]);
        Should.Throw<ShapeMismatchException>(() => x.LayerNorm([3])).Message.ShouldContain("[2, 4] and [3]");
        Should.Throw<ArgumentException>(() => x.LayerNorm([])).Message.ShouldContain("[4]");
        Should.Throw<ShapeMismatchException>(() => x.LayerNorm([4], Tensor.Ones([2])));
        Should.Throw<ArgumentException>(() => x.LayerNorm([4], Tensor.Ones([4], DType.Float64)));
        Should.Throw<ArgumentOutOfRangeException>(() => x.LayerNorm([4], eps: -1)).ParamName.ShouldBe("eps");
        Should.Throw<ArgumentException>(() => x.To(DType.Int64).RmsNorm([4]));
        Should.Throw<ArgumentException>(() => Tensor.Ones([1, 3]).BatchNorm(null, null, training: true)).Message.ShouldContain("one number a channel");
        Should.Throw<ArgumentException>(() => x.BatchNorm(null, null)).Message.ShouldContain("training: true");
        Should.Throw<ArgumentException>(() => x.BatchNorm(Tensor.Ones([4]), null, training: true)).Message.ShouldContain("both");
        Should.Throw<ShapeMismatchException>(() => x.BatchNorm(Tensor.Ones([3]), Tensor.Ones([4])));
        Should.Throw<ArgumentOutOfRangeException>(() => x.BatchNorm(null, null, training: true, momentum: 2)).ParamName.ShouldBe("momentum");
        Should.Throw<ArgumentException>(() => Tensor.Ones([4]).BatchNorm(null, null, training: true));
        Should.Throw<ArgumentException>(() => x.GroupNorm(3)).Message.ShouldContain("3 groups do not divide the 4 channels");
        Should.Throw<ArgumentOutOfRangeException>(() => x.GroupNorm(0)).ParamName.ShouldBe("groups");
        Should.Throw<ArgumentException>(() => Tensor.Ones([2, 3, 1]).InstanceNorm());
        Should.Throw<ArgumentException>(() => x.LocalResponseNorm(3));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Ones([1, 2, 3]).LocalResponseNorm(0)).ParamName.ShouldBe("size");
    }

    [Test]
    public void Dropout_keeps_the_expected_value()
    {
        var y = Tensor.Ones([10_000]).Dropout(0.25, generator: new Generator(1));
        y.Mean().Item<float>().ShouldBe(1, 0.03);
        y.ToArray<float>().Distinct().Order().ShouldBe([0, 1 / 0.75f], 1e-6);
        Tensor.Ones([3]).Dropout(1).ToArray<float>().ShouldBe([0, 0, 0]);
        Should.Throw<ArgumentOutOfRangeException>(() => y.Dropout(1.5)).ParamName.ShouldBe("p");
    }
}
