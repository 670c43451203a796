using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

/// <summary>Layers that do what an operation does, with settings of their own.</summary>
public class OperationLayerTests
{
    private static readonly Tensor s_row = Tensor.Randn([3, 4], DType.Float64, new Generator(1)) * 3;
    private static readonly Tensor s_sequence = Tensor.Randn([2, 4, 9], DType.Float64, new Generator(2));
    private static readonly Tensor s_image = Tensor.Randn([2, 4, 6, 4], DType.Float64, new Generator(3));
    private static readonly Tensor s_volume = Tensor.Randn([2, 3, 4, 5, 4], DType.Float64, new Generator(4));

    private static IEnumerable<TestCaseData> Layers()
    {
        (Layer Layer, Tensor X, Tensor Y)[] all =
        [
            (new Selu(), s_row, s_row.Selu()), (new Celu(0.5), s_row, s_row.Celu(0.5)), (new Glu(), s_row, s_row.Glu()), (new Hardsigmoid(), s_row, s_row.Hardsigmoid()),
            (new Hardswish(), s_row, s_row.Hardswish()), (new Hardtanh(-2, 1), s_row, s_row.Hardtanh(-2, 1)), (new Hardshrink(1), s_row, s_row.Hardshrink(1)),
            (new LogSigmoid(), s_row, s_row.LogSigmoid()), (new Mish(), s_row, s_row.Mish()), (new Relu6(), s_row, s_row.Relu6()), (new Softmin(0), s_row, s_row.Softmin(0)),
            (new Softshrink(1), s_row, s_row.Softshrink(1)), (new Softsign(), s_row, s_row.Softsign()), (new Tanhshrink(), s_row, s_row.Tanhshrink()),
            (new Threshold(0.5, 2), s_row, s_row.Threshold(0.5, 2)), (new Prelu(4, 0.3, DType.Float64), s_row, s_row.LeakyRelu(0.3)), (new Identity(), s_row, s_row),
            (new MaxPool1d(3, 2, 1, 2, ceilMode: true), s_sequence, s_sequence.MaxPool1d(3, 2, 1, 2, ceilMode: true)),
            (new MaxPool3d((1, 2, 3), 2), s_volume, s_volume.MaxPool3d((1, 2, 3), 2)),
            (new AvgPool1d(3, 2, 1, countIncludePad: false), s_sequence, s_sequence.AvgPool1d(3, 2, 1, countIncludePad: false)),
            (new AvgPool3d(2, ceilMode: true, divisorOverride: 3), s_volume, s_volume.AvgPool3d(2, ceilMode: true, divisorOverride: 3)),
            (new AdaptiveAvgPool1d(4), s_sequence, s_sequence.AdaptiveAvgPool1d(4)), (new AdaptiveAvgPool3d((1, 2, 3)), s_volume, s_volume.AdaptiveAvgPool3d((1, 2, 3))),
            (new AdaptiveMaxPool1d(4), s_sequence, s_sequence.AdaptiveMaxPool1d(4)), (new AdaptiveMaxPool2d((2, 3)), s_image, s_image.AdaptiveMaxPool2d((2, 3))),
            (new AdaptiveMaxPool3d(2), s_volume, s_volume.AdaptiveMaxPool3d(2)),
            (new GlobalAvgPool(), s_volume, s_volume.Mean([2, 3, 4])), (new GlobalMaxPool(), s_image, s_image.Max([2, 3])),
            (new Unflatten(1, 2, -1), s_row, s_row.Reshape(3, 2, 2)), (new PixelShuffle(2), s_image, s_image.PixelShuffle(2)), (new PixelUnshuffle(2), s_image, s_image.PixelUnshuffle(2)),
            (new Upsample((12, 5), InterpolationMode.Linear, alignCorners: true), s_image, s_image.Interpolate((12, 5), InterpolationMode.Linear, alignCorners: true)),
            (Upsample.By(2), s_sequence, s_sequence.InterpolateBy(2)), (Upsample.By([1.5, 2], InterpolationMode.Cubic), s_image, s_image.InterpolateBy([1.5, 2], InterpolationMode.Cubic)),
            (new RmsNorm(4, 1e-3, DType.Float64), s_row, s_row.RmsNorm([4], null, 1e-3)), (new RmsNorm([6, 4], elementwiseAffine: false), s_image, s_image.RmsNorm([6, 4])),
            (new GroupNorm(2, 4, 1e-3, affine: false), s_image, s_image.GroupNorm(2, eps: 1e-3)), (new InstanceNorm1d(4), s_sequence, s_sequence.InstanceNorm()),
            (new InstanceNorm3d(3, affine: true, dtype: DType.Float64), s_volume, s_volume.InstanceNorm()), (new InstanceNorm2d(4), s_image[0], s_image.InstanceNorm()[0]),
        ];
        return all.Select(a => new TestCaseData(a.Layer, a.X, a.Y).SetArgDisplayNames($"{a.Layer.GetType().Name} of {a.X.Shape}"));
    }

    [TestCaseSource(nameof(Layers))]
    public void A_layer_is_the_operation(Layer layer, Tensor x, Tensor expected)
    {
        var y = layer.Call(x);
        y.Shape.ShouldBe(expected.Shape);
        y.ToArray<double>().ShouldBe(expected.ToArray<double>(), 1e-14);
        layer.Eval();
        layer.Call(x).ToArray<double>().ShouldBe(y.ToArray<double>());
    }

    [Test]
    public void A_wrong_input_names_the_layer()
    {
        (Layer Layer, Tensor X)[] wrong =
        [
            (new GroupNorm(2, 4), Tensor.Ones([2, 5, 3])), (new RmsNorm(4), Tensor.Ones([2, 3])), (new InstanceNorm2d(3), Tensor.Ones([2, 4, 5, 5])), (new InstanceNorm1d(3), Tensor.Ones([3])),
            (new GlobalAvgPool(), Tensor.Ones([2, 3])), (new GlobalMaxPool(), Tensor.Ones([2, 3, 0])), (new ConvTranspose2d(3, 2, 2), Tensor.Ones([1, 2, 4, 4])), (new MaxPool1d(3), Tensor.Ones([4])),
            (new Glu(), Tensor.Ones([3])), (new Prelu(3), Tensor.Ones([2, 4])), (new PixelShuffle(2), Tensor.Ones([1, 3, 2, 2])), (new Unflatten(1, 3, 3), Tensor.Ones([2, 8])),
            (new Dropout1d(), Tensor.Ones([3])), (new Dropout2d(), Tensor.Ones([3, 4, 5])), (new Dropout3d(), Tensor.Ones([3, 4, 5])), (Upsample.By(2), Tensor.Ones([3])),
            (new AlphaDropout(), Tensor.Ones([3], DType.Int64)), (new Dropout1d(), Tensor.Ones([3, 2, 1], DType.Int64)),
        ];
        foreach (var (layer, x) in wrong)
            Should.Throw<ArgumentException>(() => new Sequential(layer).Call(x), $"{layer.GetType().Name}").Message.ShouldContain("In module Sequential.0.");
        var bilinear = new Bilinear(3, 4, 2);
        Should.Throw<ShapeMismatchException>(() => bilinear.Call(Tensor.Ones([2, 3]), Tensor.Ones([2, 3]))).Message.ShouldEndWith("In module Bilinear.");
    }

    [Test]
    public void Settings_that_make_no_sense_are_refused_at_once()
    {
        Should.Throw<ArgumentException>(() => new GroupNorm(3, 4)).ParamName.ShouldBe("groups");
        Should.Throw<ArgumentOutOfRangeException>(() => new GroupNorm(0, 4));
        Should.Throw<ArgumentOutOfRangeException>(() => new GroupNorm(1, 4, eps: double.NaN));
        Should.Throw<ArgumentException>(() => new GroupNorm(1, 4, affine: false, dtype: DType.Bool));
        Should.Throw<ArgumentException>(() => new RmsNorm([]));
        Should.Throw<ArgumentOutOfRangeException>(() => new RmsNorm(4, eps: -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new InstanceNorm1d(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new InstanceNorm1d(2, momentum: 2));
        Should.Throw<ArgumentOutOfRangeException>(() => new Dropout2d(1.5));
        Should.Throw<ArgumentOutOfRangeException>(() => new AlphaDropout(1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Prelu(0));
        Should.Throw<ArgumentOutOfRangeException>(() => Upsample.By(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Bilinear(1, 0, 1));
        Should.Throw<ArgumentException>(() => new ConvTranspose1d(3, 2, 1, groups: 2)).ParamName.ShouldBe("groups");
        Should.Throw<ArgumentException>(() => new ConvTranspose1d(2, 3, 1, groups: 2)).ParamName.ShouldBe("groups");
        Should.Throw<ArgumentException>(() => new ConvTranspose2d(1, 1, default)).ParamName.ShouldBe("kernelSize");
        Should.Throw<ArgumentOutOfRangeException>(() => new ConvTranspose2d(1, 1, 2, stride: 0));
        Should.Throw<ArgumentException>(() => new ConvTranspose2d(1, 1, 2) { Weight = new Parameter(Tensor.Ones([1, 1, 2])) });
    }

    [Test]
    public void A_transposed_convolution_makes_the_size_asked_for()
    {
        var layer = new ConvTranspose2d(2, 3, 3, stride: 2, padding: 1, dtype: DType.Float64, generator: new Generator(1));
        var x = Tensor.Randn([1, 2, 4, 5], DType.Float64, new Generator(2));
        layer.Call(x).Shape.ShouldBe(new Shape(1, 3, 7, 9));
        var y = layer.Call(x, (8, 9));
        y.Shape.ShouldBe(new Shape(1, 3, 8, 9));
        y.ToArray<double>().ShouldBe(x.ConvTranspose2d(layer.Weight, layer.Bias, 2, 1, (1, 0)).ToArray<double>());
        Should.Throw<ArgumentException>(() => layer.Call(x, (9, 9))).Message.ShouldContain("at least 7 and below 9");
        Should.Throw<ArgumentException>(() => layer.Call(x, (6, 9))).ParamName.ShouldBe("outputSize");
        var bound = 1 / Math.Sqrt(3 * 9);
        layer.Weight.ToArray<double>().Max().ShouldBeInRange(0.8 * bound, bound);
        (layer.InChannels, layer.OutChannels).ShouldBe((2, 3));
    }

    [Test]
    public void Channel_dropout_drops_whole_channels()
    {
        foreach (var (layer, x) in new (Layer, Tensor)[] { (new Dropout1d(0.25, new Generator(1)), Tensor.Ones([40, 50, 3])), (new Dropout2d(0.25, new Generator(1)), Tensor.Ones([40, 50, 3, 2])), (new Dropout3d(0.25, new Generator(1)), Tensor.Ones([40, 50, 1, 2, 3])) })
        {
            var rows = layer.Call(x).Reshape(2000, -1);
            rows.Min(1).ToArray<float>().ShouldBe(rows.Max(1).ToArray<float>());
            rows.ToArray<float>().Distinct().Order().ShouldBe([0f, 1 / 0.75f]);
            rows.Mean().Item<float>().ShouldBe(1, 0.05);
            layer.Eval();
            layer.Call(x).ShouldBeSameAs(x);
        }
        new Dropout1d(0.5, new Generator(1)).Call(Tensor.Ones([6, 3])).Shape.ShouldBe(new Shape(6, 3));
        new Dropout3d(1).Call(Tensor.Ones([2, 2, 1, 1, 1])).ToArray<float>().ShouldAllBe(v => v == 0);
    }

    [Test]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        var layer = new AlphaDropout(0.3, new Generator(1));
        var x = Tensor.Randn([300, 300], DType.Float64, new Generator(2));
        var y = layer.Call(x);
        y.Mean().Item<double>().ShouldBe(0, 0.02);
        y.Var().Item<double>().ShouldBe(1, 0.02);
        var scale = 1 / Math.Sqrt(0.7 * (1 + 0.3 * 1.7580993408473766 * 1.7580993408473766));
        var low = -1.7580993408473766 * scale * 0.7;
        y.ToArray<double>().Count(v => Math.Abs(v - low) < 1e-12).ShouldBeInRange(26000, 28000);
        layer.Eval();
        layer.Call(x).ShouldBeSameAs(x);
    }

    [Test]
    public void Instance_statistics_move_only_while_training()
    {
        var layer = new InstanceNorm1d(4, trackRunningStats: true, dtype: DType.Float64);
        layer.Call(s_sequence);
        layer.RunningMean!.ToArray<double>().ShouldBe((s_sequence.Mean([0, 2]) * 0.1).ToArray<double>(), 1e-12);
        layer.RunningVar!.ToArray<double>().ShouldBe((s_sequence.Var(2).Mean(0) * 0.1 + 0.9).ToArray<double>(), 1e-12);
        layer.BatchesTracked!.Item<long>().ShouldBe(1);
        layer.Eval();
        var before = layer.RunningMean.ToArray<double>();
        layer.Call(s_sequence[0]).ToArray<double>().ShouldBe(s_sequence.BatchNorm(layer.RunningMean, layer.RunningVar)[0].ToArray<double>(), 1e-12);
        layer.RunningMean.ToArray<double>().ShouldBe(before);
    }

    [Test]
    public void Gradients_reach_the_weights_of_new_layers()
    {
        (Layer Layer, Tensor X)[] layers =
        [
            (new GroupNorm(2, 4, dtype: DType.Float64), s_sequence), (new RmsNorm(9, dtype: DType.Float64), s_sequence), (new InstanceNorm1d(4, affine: true, dtype: DType.Float64), s_sequence),
            (new Prelu(4, dtype: DType.Float64), s_sequence), (new ConvTranspose1d(4, 2, 2, dtype: DType.Float64, generator: new Generator(1)), s_sequence),
        ];
        foreach (var (layer, x) in layers)
        {
            Tensor[] inputs = [x[..1, .., ..9], .. layer.Parameters()];
            var check = GradCheck.Run(t => layer.FunctionalCall(t.AsSpan()[1..], () => layer.Call(t[0])), Array.ConvertAll(inputs, t => t.Detach().Clone().WithGrad()));
            check.Passed.ShouldBeTrue($"{layer.GetType().Name}: {check}");
        }
    }
}
