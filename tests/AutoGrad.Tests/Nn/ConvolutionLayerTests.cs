using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class ConvolutionLayerTests
{
    [Test]
    public void The_layer_is_the_operation_with_its_weights()
    {
        var g = new Generator(1);
        var conv1 = new Conv1d(4, 6, 3, stride: 2, padding: 1, dilation: 2, groups: 2, dtype: DType.Float64, generator: g);
        var conv2 = new Conv2d(4, 6, (3, 2), padding: (1, 0), bias: false, dtype: DType.Float64, generator: g);
        var conv3 = new Conv3d(2, 3, (1, 2, 3), padding: Padding.Same, dtype: DType.Float64, generator: g);
        var (x1, x2, x3) = (Tensor.Randn([2, 4, 9], DType.Float64, g), Tensor.Randn([2, 4, 5, 6], DType.Float64, g), Tensor.Randn([2, 2, 3, 4, 5], DType.Float64, g));
        Same(conv1.Call(x1), x1.Conv1d(conv1.Weight, conv1.Bias, 2, 1, 2, 2));
        Same(conv2.Call(x2), x2.Conv2d(conv2.Weight, null, padding: (1, 0)));
        Same(conv3.Call(x3), x3.Conv3d(conv3.Weight, conv3.Bias, padding: Padding.Same));
        conv1.Weight.Shape.ShouldBe(new Shape(6, 2, 3));
        (conv1.InChannels, conv1.OutChannels, conv1.Groups).ShouldBe((4, 6, 2));
        conv2.NamedParameters().Select(p => p.Key).ShouldBe(["Weight"]);
        conv3.NamedParameters().Select(p => p.Key).ShouldBe(["Weight", "Bias"]);
    }

    [TestCase(PadMode.Reflect)]
    [TestCase(PadMode.Replicate)]
    [TestCase(PadMode.Circular)]
    public void A_border_may_repeat_the_input(PadMode mode)
    {
        var x = Tensor.Randn([2, 3, 6, 7], DType.Float64, new Generator(1));
        var layer = new Conv2d(3, 4, (3, 5), padding: (1, 2), paddingMode: mode, dtype: DType.Float64);
        Same(layer.Call(x), x.Pad([(1, 1), (2, 2)], mode).Conv2d(layer.Weight, layer.Bias));
        var even = new Conv1d(3, 2, 2, padding: Padding.Same, dilation: 3, paddingMode: mode, dtype: DType.Float64);
        var row = x[.., .., 0];
        Same(even.Call(row), row.Pad([(1, 2)], mode).Conv1d(even.Weight, even.Bias, dilation: 3));
        even.Call(row).Shape.ShouldBe(new Shape(2, 2, 7));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv1d(1, 1, 1, paddingMode: (PadMode)9)).ParamName.ShouldBe("paddingMode");
    }

    [Test]
    public void Weights_start_within_one_over_the_root_of_what_a_filter_sees()
    {
        var layer = new Conv2d(8, 100, (4, 2), groups: 2, generator: new Generator(1));
        var bound = 1 / Math.Sqrt(4 * 4 * 2);
        foreach (var parameter in layer.Parameters())
        {
            var values = parameter.ToArray<float>();
            values.ShouldAllBe(v => Math.Abs(v) <= bound);
            values.Max().ShouldBeGreaterThan((float)(0.9 * bound));
            values.Min().ShouldBeLessThan((float)(-0.9 * bound));
        }
    }

    [Test]
    public void Gradients_reach_weight_and_bias()
    {
        var layer = new Conv2d(1, 2, 2, dtype: DType.Float64);
        layer.Call(Tensor.Ones([1, 1, 3, 3], DType.Float64)).Sum().Backward();
        layer.Weight.Grad!.ToArray<double>().ShouldAllBe(g => g == 4);
        layer.Bias!.Grad!.ToArray<double>().ShouldBe([4, 4]);
    }

    [Test]
    public void A_wrong_input_names_the_layer()
    {
        Sequential net = [new Conv2d(3, 4, 3)];
        var error = Should.Throw<ShapeMismatchException>(() => net.Call(Tensor.Ones([1, 2, 5, 5])));
        error.Message.ShouldStartWith("Conv2d: shapes [1, 2, 5, 5] and [4, 3, 3, 3]");
        error.Message.ShouldEndWith("In module Sequential.0.");
        Should.Throw<ArgumentException>(() => net.Call(Tensor.Ones([2, 5]))).Message.ShouldContain("In module Sequential.0.");
        Should.Throw<ArgumentException>(() => net.Call(Tensor.Ones([1, 3, 5, 5], DType.Float64))).Message.ShouldContain("Float64");
    }

    [Test]
    public void Settings_that_make_no_sense_are_refused_at_once()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv1d(0, 1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv1d(1, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv1d(1, 1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv1d(1, 1, 1, stride: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv1d(1, 1, 1, dilation: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv1d(1, 1, 1, padding: -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Conv1d(1, 1, 1, groups: 0));
        Should.Throw<ArgumentException>(() => new Conv1d(3, 2, 1, groups: 2)).Message.ShouldBe("Conv1d: 2 groups do not divide 3 input channels. (Parameter 'groups')");
        Should.Throw<ArgumentException>(() => new Conv1d(2, 3, 1, groups: 2)).ParamName.ShouldBe("groups");
        Should.Throw<ArgumentException>(() => new Conv2d(1, 1, (1, 2, 3))).ParamName.ShouldBe("kernelSize");
        Should.Throw<ArgumentException>(() => new Conv2d(1, 1, default)).ParamName.ShouldBe("kernelSize");
        Should.Throw<ArgumentException>(() => new Conv2d(1, 1, 1, dtype: DType.Int64));
        Should.Throw<ArgumentException>(() => new Conv2d(1, 1, 1) { Weight = new Parameter(Tensor.Ones([2, 2])) });
    }

    [Test]
    public void Pooling_layers_are_the_operations()
    {
        var x = Tensor.Randn([2, 3, 7, 6], DType.Float64, new Generator(1));
        Same(new MaxPool2d(3, 2, 1, 1, ceilMode: true).Call(x), x.MaxPool2d(3, 2, 1, 1, ceilMode: true));
        Same(new AvgPool2d((3, 2), 2, 1, countIncludePad: false).Call(x), x.AvgPool2d((3, 2), 2, 1, countIncludePad: false));
        Same(new AdaptiveAvgPool2d((2, 3)).Call(x), x.AdaptiveAvgPool2d((2, 3)));
        Should.Throw<ArgumentException>(() => new Sequential(new MaxPool2d(2)).Call(Tensor.Ones([4]))).Message.ShouldContain("In module Sequential.0.");
    }

    private static void Same(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        actual.ToArray<double>().ShouldBe(expected.ToArray<double>());
    }
}
