using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class RecurrentLengthTests
{
    private const int Steps = 6, Inputs = 3, Hidden = 4;

    private static readonly int[] s_lengths = [3, 6, 0, 1, 6, 4];

    private static readonly int s_batch = s_lengths.Length;

    private static Tensor Random(ulong seed, params ReadOnlySpan<int> extents) => Tensor.Randn(new Shape(extents), DType.Float64, new Generator(seed));

    [TestCase(1, false)]
    [TestCase(2, true)]
    public void Sequences_of_various_lengths_are_run_as_if_each_were_alone(int layers, bool bidirectional)
    {
        var directions = bidirectional ? 2 : 1;
        var x = Random(1, Steps, s_batch, Inputs);
        var (h, c) = (Random(2, layers * directions, s_batch, Hidden), Random(3, layers * directions, s_batch, Hidden));
        var lengths = Tensor.From(s_lengths);
        var lstm = new Lstm(Inputs, Hidden, layers, bidirectional: bidirectional, dtype: DType.Float64);
        var gru = new Gru(Inputs, Hidden, layers, bidirectional: bidirectional, dtype: DType.Float64);
        var rnn = new Rnn(Inputs, Hidden, layers, bidirectional: bidirectional, dtype: DType.Float64);
        var (y, hidden, cell) = lstm.Call(x, h, c, lengths);
        var (gruY, gruHidden) = gru.Call(x, h, lengths);
        var (rnnY, rnnHidden) = rnn.Call(x, h, lengths);
        for (var i = 0; i < s_batch; i++)
        {
            var n = s_lengths[i];
            y[n.., i].ToArray<double>().ShouldAllBe(v => v == 0);
            if (n == 0)
            {
                Same(hidden[.., i], h[.., i]);
                continue;
            }
            var (own, ownH, ownC) = (x[..n, i], h[.., i], c[.., i]);
            var alone = lstm.Call(own, ownH, ownC);
            Same(y[..n, i], alone.Output);
            Same(hidden[.., i], alone.Hidden);
            Same(cell[.., i], alone.Cell);
            Same(gruY[..n, i], gru.Call(own, ownH).Output);
            Same(gruHidden[.., i], gru.Call(own, ownH).Hidden);
            Same(rnnY[..n, i], rnn.Call(own, ownH).Output);
            Same(rnnHidden[.., i], rnn.Call(own, ownH).Hidden);
        }
    }

    [Test]
    public void Steps_beyond_a_length_are_not_read()
    {
        var layer = new Gru(Inputs, Hidden, 2, batchFirst: true, bidirectional: true, dtype: DType.Float64);
        var x = Random(1, 2, Steps, Inputs).WithGrad();
        var spoiled = Tensor.Where(Tensor.Arange(Steps).Unsqueeze(1) >= Tensor.From([4L, 6]).Reshape(2, 1, 1), double.NaN, x.Detach());
        var (y, h) = layer.Call(spoiled, lengths: Tensor.From([4L, 6]));
        var expected = layer.Call(x, lengths: Tensor.From([4L, 6]));
        Same(y, expected.Output);
        Same(h, expected.Hidden);
        expected.Output.Square().Sum().Backward();
        x.Grad![0, 4..].ToArray<double>().ShouldAllBe(g => g == 0);
        x.Grad![0, ..4].ToArray<double>().ShouldAllBe(g => g != 0);
    }

    [Test]
    public void Full_lengths_change_nothing()
    {
        var layer = new Lstm(Inputs, Hidden, 2, bidirectional: true, dtype: DType.Float64);
        var x = Random(1, Steps, 3, Inputs);
        Same(layer.Call(x, lengths: Tensor.Full([3], Steps, DType.Int64)).Output, layer.Call(x).Output);
        Same(layer.Call(x[.., 0], lengths: Tensor.From([4L]).Reshape()).Output[..4], layer.Call(x[..4, 0]).Output);
        layer.Call(x, lengths: Tensor.Zeros([3], DType.Int64)).Output.ToArray<double>().ShouldAllBe(v => v == 0);
    }

    [Test]
    public void Gradients_are_right()
    {
        var layer = new Lstm(2, 2, bidirectional: true, dtype: DType.Float64, generator: new Generator(1));
        Tensor[] inputs = [Random(1, 3, 2, 2), .. layer.Parameters().Select(p => p.Detach().Clone())];
        var check = GradCheck.Run(t => layer.FunctionalCall(t.AsSpan()[1..], () => layer.Call(t[0], lengths: Tensor.From([1L, 3])).Output), Array.ConvertAll(inputs, t => t.WithGrad()));
        check.Passed.ShouldBeTrue(check.ToString());
    }

    [Test]
    public void Wrong_lengths_name_the_layer()
    {
        var (layer, x) = (new Rnn(Inputs, Hidden), Tensor.Ones([Steps, 2, Inputs]));
        Should.Throw<ShapeMismatchException>(() => layer.Call(x, lengths: Tensor.From([1L, 2, 3]))).Message.ShouldEndWith("In module Rnn.");
        Should.Throw<ArgumentOutOfRangeException>(() => layer.Call(x, lengths: Tensor.From([1L, 7]))).ParamName.ShouldBe("lengths");
        Should.Throw<ArgumentOutOfRangeException>(() => layer.Call(x, lengths: Tensor.From([-1L, 2])));
        Should.Throw<ArgumentException>(() => layer.Call(x, lengths: Tensor.From([1f, 2]))).Message.ShouldContain("Int64");
    }

    private static void Same(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        actual.ToArray<double>().ShouldBe(expected.ToArray<double>(), 1e-12);
    }
}
