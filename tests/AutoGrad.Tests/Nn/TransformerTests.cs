using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class TransformerTests
{
    private static Tensor Random(ulong seed, params ReadOnlySpan<int> extents) => Tensor.Randn(new Shape(extents), DType.Float64, new Generator(seed));

    private static TransformerEncoder Encoder(bool normFirst, double dropout = 0, RotaryPositions? rotary = null, Generator? generator = null) =>
        new(3, () => new TransformerEncoderLayer(8, 2, 16, dropout, new Gelu(), batchFirst: true, normFirst: normFirst, rotary: rotary, dtype: DType.Float64, generator: generator), normFirst ? new LayerNorm(8, dtype: DType.Float64) : null);

    [TestCase(true)]
    [TestCase(false)]
    public void A_language_model_generates_with_its_cache_what_it_would_without(bool rotary)
    {
        var model = Encoder(normFirst: true, rotary: rotary ? new RotaryPositions(4) : null);
        var x = Random(1, 2, 9, 8);
        using var scope = GradMode.NoGrad();
        var cache = new KeyValueCache();
        Same(model.Call(x[.., ..4], causal: true, cache: cache), model.Call(x[.., ..4], causal: true));
        for (var step = 4; step < 9; step++)
        {
            cache.Length.ShouldBe(step);
            Same(model.Call(x[.., step..(step + 1)], causal: true, cache: cache), model.Call(x[.., ..(step + 1)], causal: true)[.., step..]);
        }
    }

    [Test]
    public void A_decoder_generates_with_its_cache_what_it_would_without()
    {
        var decoder = new TransformerDecoder(2, () => new TransformerDecoderLayer(8, 2, 16, dropout: 0, dtype: DType.Float64), new LayerNorm(8, dtype: DType.Float64));
        var (x, memory) = (Random(1, 6, 2, 8), Random(2, 4, 2, 8));
        var whole = decoder.Call(x, memory, causal: true);
        var cache = new KeyValueCache();
        for (var step = 0; step < 6; step++) Same(decoder.Call(x[step..(step + 1)], memory, causal: true, cache: cache), whole[step..(step + 1)]);
    }

    [Test]
    public void A_pass_that_ended_half_way_is_noticed_and_mended()
    {
        var model = Encoder(normFirst: true);
        var x = Random(1, 1, 3, 8);
        var cache = new KeyValueCache();
        model.Call(x, causal: true, cache: cache);
        var whole = model.Layers[1].Linear1.Weight;
        model.Layers[1].Linear1.Weight = new Parameter(Tensor.Zeros([16, 7], DType.Float64));
        var next = Random(2, 1, 1, 8);
        Should.Throw<ShapeMismatchException>(() => model.Call(next, causal: true, cache: cache)).Message.ShouldEndWith("In module TransformerEncoder.Layers.1.Linear1.");
        model.Layers[1].Linear1.Weight = whole;
        Should.Throw<InvalidOperationException>(() => model.Call(next, causal: true, cache: cache)).Message.ShouldContain("Truncate(3)");
        cache.Truncate(cache.Length);
        Same(model.Call(next, causal: true, cache: cache), model.Call(Tensor.Concat([x, next], 1), causal: true)[.., 3..]);
    }

    [Test]
    public void Parameters_have_PyTorchs_names()
    {
        var model = Encoder(normFirst: true);
        model.NamedParameters().Take(12).Select(p => p.Key).ShouldBe(
        [
            "Layers.0.SelfAttn.InProjWeight", "Layers.0.SelfAttn.InProjBias", "Layers.0.SelfAttn.OutProj.Weight", "Layers.0.SelfAttn.OutProj.Bias",
            "Layers.0.Linear1.Weight", "Layers.0.Linear1.Bias", "Layers.0.Linear2.Weight", "Layers.0.Linear2.Bias",
            "Layers.0.Norm1.Weight", "Layers.0.Norm1.Bias", "Layers.0.Norm2.Weight", "Layers.0.Norm2.Bias",
        ]);
        model.NamedParameters().Last().Key.ShouldBe("Norm.Bias");
        new TransformerDecoderLayer(8, 2).NamedParameters().Count().ShouldBe(18);
        new TransformerEncoderLayer(8, 2, bias: false).NamedParameters().Select(p => p.Key).ShouldAllBe(name => !name.Contains("Bias"));
        new TransformerEncoderLayer(8, 2).Linear1.OutFeatures.ShouldBe(2048);
        new TransformerEncoderLayer(8, 2).Dropout.ShouldBe(0.1);
    }

    [Test]
    public void Training_drops_and_evaluation_does_not()
    {
        var model = Encoder(normFirst: false, dropout: 0.5, generator: new Generator(1));
        var x = Random(1, 1, 3, 8);
        model.Call(x).ToArray<double>().ShouldNotBe(model.Call(x).ToArray<double>());
        model.Eval();
        model.Call(x).ToArray<double>().ShouldBe(model.Call(x).ToArray<double>());
        model.Layers[2].SelfAttn.IsTraining.ShouldBeFalse();
    }

    [Test]
    public void A_block_is_a_layer_among_others()
    {
        Sequential net = [new TransformerEncoderLayer(8, 2, 16, dropout: 0, batchFirst: true, dtype: DType.Float64), new Linear(8, 3, dtype: DType.Float64)];
        net.Call(Random(1, 2, 4, 8)).Shape.ShouldBe(new Shape(2, 4, 3));
        Should.Throw<ShapeMismatchException>(() => net.Call(Random(1, 2, 4, 7))).Message.ShouldEndWith("In module Sequential.0.SelfAttn.");
        var block = (TransformerEncoderLayer)net[0];
        var calls = 0;
        using var hook = block.RegisterForwardHook((_, _, y) => { calls++; return y * 0; });
        block.Call(Random(1, 2, 4, 8), causal: true).ToArray<double>().ShouldAllBe(v => v == 0);
        calls.ShouldBe(1);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Gradients_are_right(bool normFirst)
    {
        var layer = new TransformerEncoderLayer(4, 2, 6, dropout: 0, new Gelu(), batchFirst: true, normFirst: normFirst, dtype: DType.Float64, generator: new Generator(1));
        Tensor[] inputs = [Random(1, 1, 3, 4), .. layer.Parameters().Select(p => p.Detach().Clone())];
        var check = GradCheck.Run(t => layer.FunctionalCall(t.AsSpan()[1..], () => layer.Call(t[0], causal: true)), Array.ConvertAll(inputs, t => t.WithGrad()));
        check.Passed.ShouldBeTrue(check.ToString());
    }

    private static void Same(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        actual.ToArray<double>().ShouldBe(expected.ToArray<double>(), 1e-12);
    }
}
