using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class SummaryTests
{
    private static Sequential Cnn() =>
    [
        new Conv2d(3, 8, 3, padding: 1), new BatchNorm2d(8), new Relu(), new MaxPool2d(2), new Dropout(), new Flatten(), new Linear(8 * 4 * 4, 10),
    ];

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(64)]
    public void Figures_are_those_of_the_model(int batch)
    {
        var net = Cnn();
        var summary = net.Summary([batch, 3, 8, 8]);
        summary.Layers.Select(l => (l.Path, l.Type)).ShouldBe([("", "Sequential"), ("0", "Conv2d"), ("1", "BatchNorm2d"), ("2", "Relu"), ("3", "MaxPool2d"), ("4", "Dropout"), ("5", "Flatten"), ("6", "Linear")]);
        summary.Layers.Select(l => l.Output).ShouldBe(
            [[batch, 10], [batch, 8, 8, 8], [batch, 8, 8, 8], [batch, 8, 8, 8], [batch, 8, 4, 4], [batch, 8, 4, 4], [batch, 128], [batch, 10]]);
        summary.Layers.Select(l => l.Parameters).ShouldBe([0, 8 * 27 + 8, 16, 0, 0, 0, 0, 1290]);
        summary.Layers.Select(l => l.MultiplyAdds).ShouldBe([0, batch * 8L * 64 * 27, 0, 0, 0, 0, 0, batch * 1280L]);
        summary.Parameters.ShouldBe(net.ParameterCount);
        summary.MultiplyAdds.ShouldBe(batch * (8L * 64 * 27 + 1280));
        summary.GradientBytes.ShouldBe(4 * net.ParameterCount);
        summary.ParameterBytes.ShouldBe(4 * net.ParameterCount + 4 * 16 + 8);
        summary.Output.ShouldBe(new Shape(batch, 10));
        summary.TrainingBytes.ShouldBe(summary.ParameterBytes + summary.GradientBytes + summary.ActivationBytes);
    }

    [Test]
    public void What_is_kept_is_what_a_tape_of_the_real_pass_keeps()
    {
        foreach (var batch in new[] { 2, 33 })
        {
            Sequential net = [new Linear(20, 30), new Tanh(), new Linear(30, 5), new LayerNorm(5)];
            var y = net.Call(Tensor.Ones([batch, 20]));
            net.Summary([batch, 20]).ActivationBytes.ShouldBe(Tape.Report(y).SavedBytes);
        }
    }

    [Test]
    public void Multiply_adds_are_counted_where_products_are()
    {
        new Linear(5, 7).Summary([6, 3, 5]).MultiplyAdds.ShouldBe(6 * 3 * 5 * 7);
        new Linear(5, 7, bias: false).Summary([2, 5]).MultiplyAdds.ShouldBe(2 * 5 * 7);
        new Conv1d(4, 6, 3, groups: 2).Summary([2, 4, 10]).MultiplyAdds.ShouldBe(2 * 6 * 8 * (2 * 3));
        new ConvTranspose2d(4, 6, 3, stride: 2).Summary([2, 4, 5, 5]).MultiplyAdds.ShouldBe(2 * 4 * 25 * (6 * 9));
        var attention = new MultiHeadAttention(8, 2, batchFirst: true).Summary([3, 5, 8]);
        attention.Layers.Single(l => l.Path == "").MultiplyAdds.ShouldBe(3 * 5 * 8 * 24 + 2 * (3 * 5 * 5 * 8));
        attention.Layers.Single(l => l.Path == "OutProj").MultiplyAdds.ShouldBe(3 * 5 * 64);
        var lstm = new Lstm(3, 4);
        lstm.Summary(() => lstm.Call(Tensor.Zeros([6, 2, 3])).Output).MultiplyAdds.ShouldBe(6 * 2 * (16 * 3 + 16 * 4));
    }

    [Test]
    public void Nothing_is_left_of_it()
    {
        var net = Cnn();
        net[4].Eval();
        var calls = 0;
        using var hook = net[0].RegisterForwardHook((_, _, _) => { calls++; return null; });
        var (state, random, versions) = (net.StateDictionary(), Generator.Default.State, net.Parameters().Select(p => p.Version).ToArray());
        net.Summary([64, 3, 8, 8]);
        Generator.Default.State.ShouldBe(random);
        foreach (var (name, tensor) in net.StateDictionary())
            (tensor.DType == DType.Int64 ? tensor.ToArray<long>().Select(v => (double)v) : tensor.ToArray<float>().Select(v => (double)v))
                .ShouldBe(state[name].DType == DType.Int64 ? state[name].ToArray<long>().Select(v => (double)v) : state[name].ToArray<float>().Select(v => (double)v));
        (net[4].IsTraining, net[1].IsTraining, net.IsTraining).ShouldBe((false, true, true));
        net.Parameters().ShouldAllBe(p => p.Grad == null);
        net.Parameters().Select(p => p.Version).ShouldBe(versions);
        calls.ShouldBe(0);
        net.Call(Tensor.Ones([2, 3, 8, 8]));
        calls.ShouldBe(1);
    }

    [Test]
    public void A_huge_batch_costs_what_a_small_one_does()
    {
        Sequential net = [new Linear(1000, 10), new Relu()];
        var before = GC.GetAllocatedBytesForCurrentThread();
        net.Summary([2_000_000, 1000]).MultiplyAdds.ShouldBe(2_000_000L * 10_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Test]
    public void What_does_not_grow_with_the_rows_is_run_as_a_whole()
    {
        // scores between all rows grow with their square
        var attention = new MultiHeadAttention(8, 2);
        attention.Summary([10, 3, 8]).MultiplyAdds.ShouldBe(10 * 3 * 8 * 24 + 2 * (3 * 10 * 10 * 8) + 10 * 3 * 64);
        // channels are not rows
        new Conv1d(6, 4, 3).Summary([6, 10]).Output.ShouldBe(new Shape(4, 8));
    }

    [Test]
    public void A_shape_the_model_does_not_take_names_the_layer()
    {
        Should.Throw<ArgumentException>(() => Cnn().Summary([64, 3, 9, 9, 9])).Message.ShouldContain("Sequential.0");
        Should.Throw<ShapeMismatchException>(() => Cnn().Summary([64, 3, 12, 12])).Message.ShouldEndWith("In module Sequential.6.");
        new Embedding(5, 3).Summary([7, 2], DType.Int64).Output.ShouldBe(new Shape(7, 2, 3));
    }

    [Test]
    public void Frozen_parameters_have_no_gradients_to_keep()
    {
        var net = Cnn();
        net.Freeze();
        var summary = net.Summary([2, 3, 8, 8]);
        (summary.TrainableParameters, summary.GradientBytes, summary.ActivationBytes).ShouldBe((0, 0, 0));
        summary.Parameters.ShouldBe(net.ParameterCount);
    }

    [Test]
    public void It_prints_as_a_table()
    {
        Sequential net = [new Linear(3, 4), new Tanh()];
        net.Summary([10, 3]).ToString().ReplaceLineEndings("\n").ShouldBe(
            """
            layer    type        output   parameters  multiply-adds
            (model)  Sequential  [10, 4]           0              0
            0        Linear      [10, 4]          16            120
            1        Tanh        [10, 4]           0              0
            parameters 16, trainable 16; multiply-adds 120
            one training step: 288 B (parameters 64 B, gradients 64 B, kept for the backward pass 160 B)
            """.ReplaceLineEndings("\n"));
    }
}
