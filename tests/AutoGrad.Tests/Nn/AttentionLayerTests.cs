using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class AttentionLayerTests
{
    private const int Batch = 2, Steps = 7, Features = 8, Heads = 2;

    private static Tensor Random(ulong seed, params ReadOnlySpan<int> extents) => Tensor.Randn(new Shape(extents), DType.Float64, new Generator(seed));

    private static MultiHeadAttention Attention(RotaryPositions? rotary = null, double dropout = 0) =>
        new(Features, Heads, dropout, batchFirst: true, rotary: rotary, dtype: DType.Float64, generator: new Generator(1));

    [Test]
    public void The_layer_is_the_operation_with_its_weights()
    {
        var (layer, x) = (Attention(), Random(2, Batch, Steps, Features));
        Init.Normal(layer.InProjBias!, generator: new Generator(3));
        Same(layer.Call(x), Tensor.MultiHeadAttention(x, x, x, Heads, layer.InProjWeight!, layer.InProjBias, layer.OutProj.Weight, layer.OutProj.Bias));
        var memory = Random(4, Batch, 3, Features);
        Same(layer.Call(x, memory, memory), Tensor.MultiHeadAttention(x, memory, memory, Heads, layer.InProjWeight!, layer.InProjBias, layer.OutProj.Weight, layer.OutProj.Bias));
        Same(layer.Call(x[0], x[0], x[0], causal: true), layer.Call(x, x, x, causal: true)[0]);
        var second = new MultiHeadAttention(Features, Heads, dtype: DType.Float64, generator: new Generator(1));
        second.LoadState(layer.StateDictionary());
        Same(second.Call(x.Transpose(0, 1)).Transpose(0, 1), layer.Call(x));
    }

    [Test]
    public void Masks_say_who_may_look_at_whom()
    {
        var (layer, x) = (Attention(), Random(2, Batch, Steps, Features));
        var earlier = Tensor.From([.. from i in Enumerable.Range(0, Steps) from j in Enumerable.Range(0, Steps) select j <= i], [Steps, Steps]);
        var causal = layer.Call(x, x, x, causal: true);
        Same(layer.Call(x, x, x, mask: earlier), causal);
        Same(layer.Call(x, x, x, mask: Tensor.Where(earlier, Tensor.Zeros([], DType.Float64), double.NegativeInfinity)), causal);
        // keys that are padding might as well not be there
        var padding = Tensor.From([.. from b in Enumerable.Range(0, Batch) from k in Enumerable.Range(0, Steps) select k >= 4], [Batch, Steps]);
        var kept = x[.., ..4];
        Same(layer.Call(x, x, x, keyPaddingMask: padding), layer.Call(x, kept, kept));
        Same(layer.Call(x, x, x, mask: earlier, keyPaddingMask: padding), layer.Call(x, x, x, causal: true, keyPaddingMask: padding));
        var bias = Random(5, Steps, Steps);
        Same(layer.Call(x, x, x, mask: bias, keyPaddingMask: padding), layer.Call(x, kept, kept, mask: bias[.., ..4]));
    }

    [Test]
    public void Weights_are_those_that_made_the_output()
    {
        var (layer, x) = (Attention(), Random(2, Batch, Steps, Features));
        var (output, weights) = layer.CallWithWeights(x, x, x, causal: true);
        Same(output, layer.Call(x, x, x, causal: true));
        weights.Shape.ShouldBe(new Shape(Batch, Heads, Steps, Steps));
        Same(weights.Sum(-1), Tensor.Ones([Batch, Heads, Steps], DType.Float64));
        Same(weights.Triu(1), Tensor.Zeros(weights.Shape, DType.Float64));
        layer.CallWithWeights(x[0], x[0], x[0]).Weights.Shape.ShouldBe(new Shape(Heads, Steps, Steps));
    }

    [TestCase(false, 1, 1, 1, 1, 1, 1, 1)]
    [TestCase(false, 3, 1, 2, 1)]
    [TestCase(true, 1, 1, 1, 1, 1, 1, 1)]
    [TestCase(true, 2, 4, 1)]
    public void With_a_cache_the_output_is_the_same(bool rotary, params int[] parts)
    {
        var (layer, x) = (Attention(rotary ? new RotaryPositions(Features / Heads) : null), Random(2, Batch, Steps, Features));
        var padding = Tensor.From([.. Enumerable.Range(0, Batch * Steps).Select(i => i == Steps)], [Batch, Steps]);
        foreach (var mask in new[] { null, padding })
        {
            var whole = layer.Call(x, x, x, causal: true, keyPaddingMask: mask)[.., 1..];
            var cache = new KeyValueCache();
            var pieces = new List<Tensor>();
            foreach (var part in parts)
            {
                var next = x.Narrow(1, cache.Length, part);
                pieces.Add(layer.Call(next, next, next, causal: true, keyPaddingMask: mask?.Narrow(1, 0, cache.Length + part), cache: cache));
            }
            cache.Length.ShouldBe(Steps);
            Same(Tensor.Concat(pieces.ToArray(), axis: 1)[.., 1..], whole);
        }
    }

    [Test]
    public void A_cache_can_be_cut_reordered_and_emptied()
    {
        var (layer, x) = (Attention(), Random(2, Batch, Steps, Features));
        var whole = layer.Call(x, x, x, causal: true);
        var cache = new KeyValueCache();
        layer.Call(x, x, x, causal: true, cache: cache);
        cache.Truncate(4);
        var rest = x[.., 4..];
        Same(layer.Call(rest, rest, rest, causal: true, cache: cache), whole[.., 4..]);
        cache.Truncate(4);
        cache.Reorder(Tensor.From([1L, 1, 0]));
        var other = rest.IndexSelect(0, Tensor.From([1L, 1, 0]));
        Same(layer.Call(other, other, other, causal: true, cache: cache), whole[.., 4..].IndexSelect(0, Tensor.From([1L, 1, 0])));
        Should.Throw<ArgumentOutOfRangeException>(() => cache.Truncate(8)).ParamName.ShouldBe("length");
        cache.Clear();
        cache.Length.ShouldBe(0);
        Same(layer.Call(x, x, x, causal: true, cache: cache), whole);
    }

    [Test]
    public void A_failed_pass_leaves_the_cache_as_it_was()
    {
        var (layer, x) = (Attention(), Random(2, Batch, Steps, Features));
        var cache = new KeyValueCache();
        layer.Call(x, x, x, causal: true, cache: cache);
        var one = x[.., ..1];
        Should.Throw<ShapeMismatchException>(() => layer.Call(one, one, one, keyPaddingMask: Tensor.Zeros([Batch, 3], DType.Bool), cache: cache)).Message.ShouldContain("[2, 8]");
        var three = Random(3, 3, 1, Features);
        Should.Throw<ShapeMismatchException>(() => layer.Call(three, three, three, cache: cache)).Message.ShouldContain("batch of 2, not 3");
        cache.Length.ShouldBe(Steps);
        // a second layer that has not seen what the first has
        var second = Attention();
        layer.Call(one, one, one, causal: true, cache: cache);
        layer.Call(one, one, one, causal: true, cache: cache);
        second.Call(one, one, one, causal: true, cache: new KeyValueCache()).Shape.ShouldBe(new Shape(Batch, 1, Features));
        Should.Throw<InvalidOperationException>(() => second.Call(one, one, one, causal: true, cache: cache)).Message.ShouldContain("half way");
    }

    [Test]
    public void Projections_of_a_memory_are_kept_as_long_as_it_is_the_same()
    {
        var (layer, x, memory) = (Attention(), Random(2, Batch, 1, Features), Random(3, Batch, 5, Features));
        var cache = new KeyValueCache();
        Same(layer.Call(x, memory, memory, cache: cache), layer.Call(x, memory, memory));
        Same(layer.Call(x * 2, memory, memory, cache: cache), layer.Call(x * 2, memory, memory));
        var other = Random(4, Batch, 3, Features);
        Same(layer.Call(x, other, other, cache: cache), layer.Call(x, other, other));
        Same(layer.Call(x, other, other * 2, cache: cache), layer.Call(x, other, other * 2));
        cache.Length.ShouldBe(0);
        Should.Throw<ArgumentException>(() => layer.Call(x, other, other, causal: true, cache: cache)).Message.ShouldContain("self-attention only");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Rotary_positions_turn_pairs_so_that_scores_depend_on_distances(bool interleaved)
    {
        var rotary = new RotaryPositions(4, theta: 100, interleaved);
        var x = Random(1, 3, 4);
        var (turned, values) = (rotary.Apply(x, start: 2).ToArray<double>(), x.ToArray<double>());
        for (var step = 0; step < 3; step++)
            for (var pair = 0; pair < 2; pair++)
            {
                var (a, b) = interleaved ? (2 * pair, 2 * pair + 1) : (pair, pair + 2);
                var angle = (step + 2) * Math.Pow(100, -2.0 * pair / 4);
                turned[step * 4 + a].ShouldBe(values[step * 4 + a] * Math.Cos(angle) - values[step * 4 + b] * Math.Sin(angle), 1e-14);
                turned[step * 4 + b].ShouldBe(values[step * 4 + a] * Math.Sin(angle) + values[step * 4 + b] * Math.Cos(angle), 1e-14);
            }
        var (q, k) = (Random(2, 1, 4), Random(3, 1, 4));
        Same((rotary.Apply(q, 5) * rotary.Apply(k, 3)).Sum(), (rotary.Apply(q, 12) * rotary.Apply(k, 10)).Sum());
        Should.Throw<ShapeMismatchException>(() => rotary.Apply(Random(1, 3, 6)));
        Should.Throw<ArgumentOutOfRangeException>(() => new RotaryPositions(3));
        Should.Throw<ArgumentOutOfRangeException>(() => new RotaryPositions(4, theta: 0));
    }

    [Test]
    public void Learned_positions_are_added_from_where_the_sequence_is()
    {
        var layer = new PositionEmbedding(9, 4, batchFirst: true, DType.Float64, new Generator(1));
        var x = Random(1, 2, 3, 4);
        Same(layer.Call(x), x + layer.Weight[..3]);
        Same(layer.Call(x, 5), x + layer.Weight[5..8]);
        Same(new PositionEmbedding(9, 4, dtype: DType.Float64, generator: new Generator(1)).Call(x), x + layer.Weight[..2].Unsqueeze(1));
        Should.Throw<ShapeMismatchException>(() => layer.Call(x, 7)).Message.ShouldContain("3 steps from position 7 go beyond the 9 positions");
        Should.Throw<ShapeMismatchException>(() => layer.Call(Random(1, 2, 3, 5)));
        Should.Throw<ArgumentOutOfRangeException>(() => layer.Call(x, -1));
    }

    [Test]
    public void Gradients_are_right_to_the_second_order()
    {
        var layer = new MultiHeadAttention(4, 2, keyFeatures: 3, valueFeatures: 2, batchFirst: true, rotary: null, dtype: DType.Float64, generator: new Generator(1));
        Tensor[] inputs = [Random(1, 1, 2, 4), Random(2, 1, 3, 3), Random(3, 1, 3, 2), .. layer.Parameters().Select(p => p.Detach().Clone())];
        var check = GradCheck.Run(t => layer.FunctionalCall(t.AsSpan()[3..], () => layer.Call(t[0], t[1], t[2], causal: true)), Array.ConvertAll(inputs, t => t.WithGrad()), new GradCheckOptions { Order = 2 });
        check.Passed.ShouldBeTrue(check.ToString());
        var rotary = new MultiHeadAttention(4, 1, batchFirst: true, rotary: new RotaryPositions(4), dtype: DType.Float64, generator: new Generator(1));
        GradCheck.Run(t => rotary.Call(t[0]), [Random(1, 1, 3, 4).WithGrad()]).Passed.ShouldBeTrue();
    }

    [Test]
    public void Dropout_is_for_training_only()
    {
        var (layer, x) = (Attention(dropout: 0.5), Random(2, Batch, Steps, Features));
        layer.Call(x).ToArray<double>().ShouldNotBe(layer.Call(x).ToArray<double>());
        layer.Eval();
        Same(layer.Call(x), Attention().Call(x));
    }

    [Test]
    public void Weights_start_as_PyTorchs_do()
    {
        var layer = new MultiHeadAttention(32, 4, generator: new Generator(1));
        var bound = Math.Sqrt(6.0 / (32 + 96));
        layer.InProjWeight!.ToArray<float>().Max().ShouldBeInRange((float)(0.98 * bound), (float)bound);
        layer.InProjBias!.ToArray<float>().ShouldAllBe(v => v == 0);
        layer.OutProj.Bias!.ToArray<float>().ShouldAllBe(v => v == 0);
        layer.NamedParameters().Select(p => p.Key).ShouldBe(["InProjWeight", "InProjBias", "OutProj.Weight", "OutProj.Bias"]);
        new MultiHeadAttention(4, 2, bias: false, keyFeatures: 3).NamedParameters().Select(p => p.Key).ShouldBe(["QProjWeight", "KProjWeight", "VProjWeight", "OutProj.Weight"]);
    }

    [Test]
    public void Wrong_input_names_the_layer()
    {
        var (layer, x) = (Attention(), Random(2, Batch, Steps, Features));
        Should.Throw<ShapeMismatchException>(() => new Sequential(layer).Call(Random(1, 2, 3, 5))).Message.ShouldEndWith("In module Sequential.0.");
        Should.Throw<ShapeMismatchException>(() => layer.Call(x, Random(1, 3, Steps, Features), x));
        Should.Throw<ShapeMismatchException>(() => layer.Call(x, x, x[.., 1..]));
        Should.Throw<ShapeMismatchException>(() => layer.Call(x, x, x, mask: Tensor.Ones([3, 3], DType.Bool))).Message.ShouldContain("[2, 2, 7, 7]");
        Should.Throw<ArgumentException>(() => layer.Call(x, x, x, keyPaddingMask: Tensor.Zeros([Batch, Steps]))).Message.ShouldContain("truth values");
        Should.Throw<ArgumentException>(() => layer.Call(x[.., ..0])).Message.ShouldContain("no steps");
        Should.Throw<ArgumentNullException>(() => layer.Call(x, null!, x));
        Should.Throw<ArgumentException>(() => new MultiHeadAttention(8, 3)).ParamName.ShouldBe("heads");
        Should.Throw<ArgumentOutOfRangeException>(() => new MultiHeadAttention(8, 2, dropout: 2));
        Should.Throw<ArgumentOutOfRangeException>(() => new MultiHeadAttention(8, 2, keyFeatures: 0)).ParamName.ShouldBe("keyFeatures");
        Should.Throw<ArgumentException>(() => new MultiHeadAttention(8, 2, rotary: new RotaryPositions(8))).ParamName.ShouldBe("rotary");
        layer.Call(Tensor.Zeros([0, Steps, Features], DType.Float64)).Shape.ShouldBe(new Shape(0, Steps, Features));
    }

    private static void Same(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        actual.ToArray<double>().ShouldBe(expected.ToArray<double>(), 1e-12);
    }
}
