namespace AutoGrad.Tests.Ops;

/// <summary>A recurrent layer over a sequence is one operation: it must be what its cell does step by step.</summary>
public class RecurrentSequenceTests
{
    private const int Steps = 5, Batch = 19, Features = 6, Hidden = 21;

    private static readonly Dictionary<string, int> s_gates = new() { ["tanh"] = 1, ["relu"] = 1, ["gru"] = 3, ["lstm"] = 4 };

    [Test]
    public void A_sequence_is_its_steps(
        [Values("tanh", "relu", "gru", "lstm")] string kind, [Values] bool bidirectional, [Values] bool bias, [Values(DType.Float32, DType.Float64)] DType dtype)
    {
        var generator = new Generator(11);
        var inputs = Inputs(kind, bidirectional, bias, dtype, generator);
        var fused = Run(kind, bidirectional, bias, inputs);
        var upstream = Array.ConvertAll(fused, y => Tensor.Randn(y.Shape, dtype, generator));
        var gradients = Gradients(fused, upstream, inputs);
        var steps = StepByStep(kind, bidirectional, bias, inputs);
        var expected = Gradients(steps, upstream, inputs);
        var tolerance = dtype == DType.Float32 ? 2e-5 : 1e-13;
        for (var i = 0; i < fused.Length; i++) ShouldBeClose(fused[i], steps[i], tolerance, $"{kind}: result {i}");
        for (var i = 0; i < gradients.Length; i++) ShouldBeClose(gradients[i], expected[i], tolerance, $"{kind}: gradient {i}");
    }

    [Test]
    public void A_graph_that_is_kept_gives_the_same_gradients_twice([Values("tanh", "gru", "lstm")] string kind)
    {
        var inputs = Inputs(kind, false, true, DType.Float32, new Generator(12));
        var y = Run(kind, false, true, inputs)[0].Sum();
        var first = Autodiff.Gradient(y, inputs, retainGraph: true);
        var second = Autodiff.Gradient(y, inputs);
        for (var i = 0; i < inputs.Length; i++) second[i].ToArray<float>().ShouldBe(first[i].ToArray<float>());
    }

    [Test]
    public void Only_what_is_asked_for_is_computed([Values("tanh", "gru", "lstm")] string kind)
    {
        var inputs = Inputs(kind, false, true, DType.Float64, new Generator(13));
        var all = Autodiff.Gradient(Run(kind, false, true, inputs)[0].Sum(), inputs);
        for (var i = 0; i < inputs.Length; i++)
        {
            var alone = Autodiff.Gradient(Run(kind, false, true, inputs)[0].Sum(), [inputs[i]])[0];
            ShouldBeClose(alone, all[i], 1e-14, $"{kind}: gradient {i}");
        }
    }

    private static void ShouldBeClose(Tensor actual, Tensor expected, double tolerance, string what)
    {
        var (x, y) = (actual.To(DType.Float64).ToArray<double>(), expected.To(DType.Float64).ToArray<double>());
        x.Length.ShouldBe(y.Length, what);
        var scale = y.Max(Math.Abs);
        x.Zip(y, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThanOrEqualTo(tolerance * (1 + scale), what);
    }

    /// <summary>The sequences, the states at the start, and the weights of each direction.</summary>
    private static Tensor[] Inputs(string kind, bool bidirectional, bool bias, DType dtype, Generator generator)
    {
        var (directions, width) = (bidirectional ? 2 : 1, s_gates[kind] * Hidden);
        List<Tensor> all = [Random(Steps, Batch, Features), Random(directions, Batch, Hidden)];
        if (kind == "lstm") all.Add(Random(directions, Batch, Hidden));
        for (var i = 0; i < directions; i++)
        {
            all.AddRange([Random(width, Features), Random(width, Hidden)]);
            if (bias) all.AddRange([Random(width), Random(width)]);
        }
        return [.. all];

        Tensor Random(params int[] extents) => (Tensor.Randn(new Shape(extents), dtype, generator) * 0.4).Clone().Detach().WithGrad();
    }

    private static RecurrentWeights[] Weights(string kind, bool bidirectional, bool bias, Tensor[] x)
    {
        var (first, each) = (kind == "lstm" ? 3 : 2, bias ? 4 : 2);
        return [.. Enumerable.Range(0, bidirectional ? 2 : 1).Select(i => x.AsSpan(first + i * each, each).ToArray()).Select(w => new RecurrentWeights(w[0], w[1], bias ? w[2] : null, bias ? w[3] : null))];
    }

    private static Tensor[] Run(string kind, bool bidirectional, bool bias, Tensor[] x)
    {
        var weights = Weights(kind, bidirectional, bias, x);
        if (kind == "lstm")
        {
            var (y, h, c) = Recurrent.Lstm(x[0], x[1], x[2], weights, bidirectional);
            return [y, h, c];
        }
        var (output, hidden) = kind == "gru" ? Recurrent.Gru(x[0], x[1], weights, bidirectional) : Recurrent.Rnn(x[0], x[1], weights, kind == "relu", bidirectional);
        return [output, hidden];
    }

    private static Tensor[] StepByStep(string kind, bool bidirectional, bool bias, Tensor[] x)
    {
        var weights = Weights(kind, bidirectional, bias, x);
        var (outputs, finals, cells) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (var direction = 0; direction < weights.Length; direction++)
        {
            var (h, c, steps, w) = (x[1].Select(0, direction), kind == "lstm" ? x[2].Select(0, direction) : null, new Tensor[Steps], weights[direction]);
            for (var done = 0; done < Steps; done++)
            {
                var step = direction == 0 ? done : Steps - 1 - done;
                var input = x[0].Select(0, step);
                if (kind == "lstm") (h, c) = Recurrent.LstmCell(input, h, c!, w);
                else h = kind == "gru" ? Recurrent.GruCell(input, h, w) : kind == "relu" ? Recurrent.RnnReluCell(input, h, w) : Recurrent.RnnTanhCell(input, h, w);
                steps[step] = h;
            }
            outputs.Add(Tensor.Stack(steps));
            finals.Add(h);
            if (c is not null) cells.Add(c);
        }
        var y = bidirectional ? Tensor.Concat([.. outputs], axis: 2) : outputs[0];
        return cells.Count == 0 ? [y, Tensor.Stack([.. finals])] : [y, Tensor.Stack([.. finals]), Tensor.Stack([.. cells])];
    }

    private static Tensor[] Gradients(Tensor[] y, Tensor[] upstream, Tensor[] inputs)
    {
        var loss = (y[0] * upstream[0]).Sum();
        for (var i = 1; i < y.Length; i++) loss += (y[i] * upstream[i]).Sum();
        return Autodiff.Gradient(loss, inputs);
    }
}
