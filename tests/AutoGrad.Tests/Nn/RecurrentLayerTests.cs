using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class RecurrentLayerTests
{
    private const int Steps = 4, Batch = 2, Inputs = 3, Hidden = 5;

    [TestCase(1, false)]
    [TestCase(2, false)]
    [TestCase(1, true)]
    [TestCase(2, true)]
    public void The_layers_are_the_operations_with_their_weights(int layers, bool bidirectional)
    {
        var x = Random(1, Steps, Batch, Inputs);
        var directions = bidirectional ? 2 : 1;
        var (h, c) = (Random(2, layers * directions, Batch, Hidden), Random(3, layers * directions, Batch, Hidden));
        var lstm = new Lstm(Inputs, Hidden, layers, bidirectional: bidirectional, dtype: DType.Float64);
        var (y, hidden, cell) = lstm.Call(x, h, c);
        var expected = Recurrent.Lstm(x, h, c, All(lstm), bidirectional);
        Same(y, expected.Output);
        Same(hidden, expected.Hidden);
        Same(cell, expected.Cell);
        y.Shape.ShouldBe(new Shape(Steps, Batch, directions * Hidden));

        var gru = new Gru(Inputs, Hidden, layers, bias: false, bidirectional: bidirectional, dtype: DType.Float64);
        Same(gru.Call(x, h).Output, Recurrent.Gru(x, h, All(gru), bidirectional).Output);

        var rnn = new Rnn(Inputs, Hidden, layers, Nonlinearity.Relu, bidirectional: bidirectional, dtype: DType.Float64);
        Same(rnn.Call(x, h).Hidden, Recurrent.Rnn(x, h, All(rnn), relu: true, bidirectional).Hidden);
    }

    [Test]
    public void The_state_starts_at_zero_and_the_batch_may_come_first_or_not_at_all()
    {
        var x = Random(1, Steps, Batch, Inputs);
        var layer = new Lstm(Inputs, Hidden, dtype: DType.Float64, generator: new Generator(1));
        var first = new Lstm(Inputs, Hidden, batchFirst: true, dtype: DType.Float64, generator: new Generator(1));
        var zero = Tensor.Zeros([1, Batch, Hidden], DType.Float64);
        var expected = layer.Call(x, zero, zero);
        Same(layer.Call(x).Output, expected.Output);
        var swapped = first.Call(x.Transpose(0, 1));
        Same(swapped.Output.Transpose(0, 1), expected.Output);
        Same(swapped.Cell, expected.Cell);
        var single = layer.Call(x[.., 0], Tensor.Zeros([1, Hidden], DType.Float64));
        Same(single.Output, expected.Output[.., 0]);
        Same(single.Hidden, expected.Hidden[.., 0]);
    }

    [Test]
    public void Weights_have_PyTorchs_names_and_scale()
    {
        var layer = new Gru(Inputs, 16, 2, bidirectional: true, generator: new Generator(1));
        layer.NamedParameters().Select(p => p.Key).ShouldBe(
        [
            "WeightIhL0", "WeightHhL0", "BiasIhL0", "BiasHhL0", "WeightIhL0Reverse", "WeightHhL0Reverse", "BiasIhL0Reverse", "BiasHhL0Reverse",
            "WeightIhL1", "WeightHhL1", "BiasIhL1", "BiasHhL1", "WeightIhL1Reverse", "WeightHhL1Reverse", "BiasIhL1Reverse", "BiasHhL1Reverse",
        ]);
        layer.Weights(1, reverse: true).Input.Shape.ShouldBe(new Shape(48, 32));
        layer.NamedParameters().Last().Value.ShouldBeSameAs(layer.Weights(1, reverse: true).HiddenBias);
        foreach (var parameter in layer.Parameters()) parameter.ToArray<float>().ShouldAllBe(v => Math.Abs(v) <= 0.25);
        layer.Parameters().Max(p => p.ToArray<float>().Max()).ShouldBeGreaterThan(0.249f);
    }

    [Test]
    public void Every_weight_gets_a_gradient()
    {
        var layer = new Lstm(Inputs, Hidden, 2, bidirectional: true);
        layer.Call(Tensor.Randn([Steps, Batch, Inputs])).Output.Square().Sum().Backward();
        layer.NamedParameters().Where(p => p.Value.Grad is null || p.Value.Grad.ToArray<float>().All(g => g == 0)).Select(p => p.Key).ShouldBeEmpty();
    }

    [Test]
    public void Dropout_comes_between_layers_while_training()
    {
        var x = Random(1, Steps, Batch, Inputs);
        var plain = new Rnn(Inputs, Hidden, 2, bidirectional: true, dtype: DType.Float64, generator: new Generator(1));
        var layer = new Rnn(Inputs, Hidden, 2, dropout: 0.5, bidirectional: true, dtype: DType.Float64, generator: new Generator(1));
        var (y, hidden) = layer.Call(x);
        var expected = plain.Call(x);
        y.ToArray<double>().ShouldNotBe(expected.Output.ToArray<double>());
        // what is dropped lies above the first layer
        Same(hidden[..2], expected.Hidden[..2]);
        hidden.Shape.ShouldBe(expected.Hidden.Shape);
        layer.Eval();
        Same(layer.Call(x).Output, expected.Output);
    }

    [Test]
    public void Wrong_shapes_name_the_layer()
    {
        var layer = new Lstm(Inputs, Hidden);
        Should.Throw<ShapeMismatchException>(() => layer.Call(Tensor.Ones([Steps, Batch, 4]))).Message
            .ShouldBe("Lstm: shapes [4, 2, 4] and [3]: the input must be [steps, batch, 3], or [steps, 3] without a batch. See docs/learn/mistakes/shape-mismatch.md. In module Lstm.");
        Should.Throw<ShapeMismatchException>(() => layer.Call(Tensor.Ones([Inputs])));
        Should.Throw<ShapeMismatchException>(() => layer.Call(Tensor.Ones([Steps, Batch, Inputs]), Tensor.Ones([1, Batch, 4]))).Message.ShouldEndWith("In module Lstm.");
        Should.Throw<ShapeMismatchException>(() => layer.Call(Tensor.Ones([Steps, Batch, Inputs]), Tensor.Ones([2, Batch, Hidden])));
        Should.Throw<ShapeMismatchException>(() => layer.Call(Tensor.Ones([Steps, Inputs]), Tensor.Ones([1, 1, Hidden]))).Message.ShouldContain("[1, 5]");
        Should.Throw<ArgumentException>(() => layer.Call(Tensor.Ones([0, Batch, Inputs])));
        Should.Throw<ArgumentNullException>(() => layer.Call(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => layer.Weights(1));
        Should.Throw<ArgumentOutOfRangeException>(() => layer.Weights(0, reverse: true));
        Should.Throw<ArgumentOutOfRangeException>(() => new Lstm(0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Gru(1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Rnn(1, 1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Rnn(1, 1, dropout: double.NaN));
        Should.Throw<ArgumentException>(() => new Rnn(1, 1, nonlinearity: Nonlinearity.Sigmoid)).ParamName.ShouldBe("nonlinearity");
        Should.Throw<ArgumentException>(() => new Rnn(1, 1, dtype: DType.Int32));
    }

    private static Tensor Random(ulong seed, params ReadOnlySpan<int> extents) => Tensor.Randn(new Shape(extents), DType.Float64, new Generator(seed));

    private static RecurrentWeights[] All(RecurrentLayer layer) =>
        [.. from l in Enumerable.Range(0, layer.Layers) from reverse in layer.Bidirectional ? new[] { false, true } : [false] select layer.Weights(l, reverse)];

    private static void Same(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        actual.ToArray<double>().ShouldBe(expected.ToArray<double>(), 1e-12);
    }
}
