namespace AutoGrad.Tests.Ops;

public class PoolingTests
{
    [Test]
    public void Of_equal_elements_the_first_gets_the_gradient()
    {
        var x = Tensor.Ones([1, 1, 4, 4]).WithGrad();
        x.MaxPool2d(2).Sum().Backward();
        x.Grad!.ToArray<float>().ShouldBe([1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
    }

    [Test]
    public void A_window_with_a_nan_gives_nan_and_one_of_minus_infinities_itself()
    {
        Tensor.From([1f, float.NaN, 2, 3], [1, 1, 4]).MaxPool1d(2).ToArray<float>().ShouldBe([float.NaN, 3]);
        var (values, indices) = Tensor.Full([1, 1, 4], double.NegativeInfinity).MaxPool1dWithIndices(2, padding: 1);
        values.ToArray<float>().ShouldBe([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity]);
        indices.ToArray<long>().ShouldBe([0, 1, 3]);
    }

    [Test]
    public void Windows_that_do_not_fit_are_refused()
    {
        var x = Tensor.Ones([1, 1, 4, 4]);
        Should.Throw<ArgumentOutOfRangeException>(() => x.MaxPool2d(2, padding: 2)).Message.ShouldContain("more than half");
        Should.Throw<ArgumentException>(() => x.MaxPool2d(5)).Message.ShouldContain("spans 5");
        Should.Throw<ArgumentException>(() => Tensor.Ones([1, 1, 2]).MaxPool1d(2, padding: 1, dilation: 3)).Message.ShouldContain("nothing but padding");
        Should.Throw<ArgumentOutOfRangeException>(() => x.AvgPool2d(0)).ParamName.ShouldBe("kernel");
        Should.Throw<ArgumentException>(() => x.AvgPool2d(default)).ParamName.ShouldBe("kernel");
        Should.Throw<ArgumentOutOfRangeException>(() => x.AvgPool2d(2, divisorOverride: 0)).ParamName.ShouldBe("divisorOverride");
        Should.Throw<ArgumentException>(() => x.To(DType.Int64).AvgPool2d(2));
        Should.Throw<ArgumentException>(() => x.AvgPool1d(2)).Message.ShouldContain("[batch, channels, length]");
        Should.Throw<ArgumentException>(() => Tensor.Ones([1, 1, 0]).AdaptiveAvgPool1d(2)).Message.ShouldContain("empty");
        Should.Throw<ArgumentOutOfRangeException>(() => x.AdaptiveMaxPool2d(-1)).ParamName.ShouldBe("outputSize");
        x.AdaptiveAvgPool2d(0).Shape.ShouldBe([1, 1, 0, 0]);
    }

    [Test]
    public void Borders_and_sizes_out_of_range_are_refused()
    {
        var x = Tensor.Ones([1, 1, 4]);
        Should.Throw<ArgumentException>(() => x.Pad([(4, 0)], PadMode.Reflect)).Message.ShouldContain("at most 3");
        Should.Throw<ArgumentException>(() => x.Pad([(0, 5)], PadMode.Circular)).Message.ShouldContain("at most 4");
        Should.Throw<ArgumentException>(() => x.Pad([(-3, -2)], PadMode.Replicate)).Message.ShouldContain("cuts more");
        Should.Throw<ArgumentException>(() => Tensor.Ones([1, 0]).Pad([(1, 0)], PadMode.Replicate));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Pad([(1, 1)], (PadMode)7));
        Should.Throw<ArgumentException>(() => x.PixelShuffle(2)).Message.ShouldContain("channels · 4");
        Should.Throw<ArgumentException>(() => Tensor.Ones([1, 3, 4]).PixelUnshuffle(2));
        Should.Throw<ArgumentOutOfRangeException>(() => x.PixelShuffle(0));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Interpolate(0)).ParamName.ShouldBe("size");
        Should.Throw<ArgumentException>(() => x.Interpolate(2, alignCorners: true)).Message.ShouldContain("alignCorners");
        Should.Throw<ArgumentException>(() => x.Interpolate(2, InterpolationMode.Cubic));
        Should.Throw<ArgumentException>(() => Tensor.Ones([1, 1, 0]).Interpolate(2));
        Should.Throw<ArgumentOutOfRangeException>(() => x.InterpolateBy(0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.InterpolateBy(double.NaN));
        Should.Throw<ArgumentException>(() => x.InterpolateBy([1, 2])).Message.ShouldContain("2 factors for 1 axes");
    }
}
