using AutoGrad.Nn;

namespace AutoGrad.Tests.Control;

/// <summary>What the tape says of itself: ops, bytes, parameters without gradients.</summary>
[NonParallelizable]
public class TapeTests
{
    private sealed class Net : Layer
    {
        public Net()
        {
            Hidden = new Linear(8, 16);
            Head = new Linear(16, 4);
            Spare = new Linear(2, 2);
            Gate = new Parameter(Tensor.Ones([16]));
            Shift = new Parameter(Tensor.Ones([16]));
            Aside = new Parameter(Tensor.Ones([16]));
            Cold = new Parameter(Tensor.Ones([16]));
            Cold.RequiresGrad = false;
        }

        public Linear Hidden { get; set => field = Register(value); }

        public Linear Head { get; set => field = Register(value); }

        public Linear Spare { get; set => field = Register(value); }

        public Parameter Gate { get; set => field = Register(value); }

        public Parameter Shift { get; set => field = Register(value); }

        public Parameter Aside { get; set => field = Register(value); }

        public Parameter Cold { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x)
        {
            var h = Hidden.Call(x).Tanh() * Cold;
            h = h + (h * Gate).Exp().Detach();
            using (GradMode.NoGrad()) h = h.Detach() * Shift + h;       // a mistake worth finding
            h = Hidden.Call(x).Tanh();
            _ = (h * Aside).Sum();
            return Head.Call(h);
        }
    }

    [Test]
    public void Parameters_without_gradient_and_why()
    {
        var net = new Net();
        using var watch = Tape.Watch();
        var loss = net.Call(Tensor.Ones([3, 8])).Square().Sum();
        var before = watch.DetectUnused(loss, net.NamedParameters());
        loss.Backward();
        var found = watch.DetectUnused(loss, net.NamedParameters());
        found.ShouldBe(before);
        found.Select(f => f.Name).ShouldBe([.. net.NamedParameters().Where(p => p.Value.Grad is null).Select(p => p.Key)], ignoreOrder: true);
        found.ToDictionary(f => f.Name, f => f.ToString()).ShouldBe(new Dictionary<string, string>
        {
            ["Spare.Weight"] = "Spare.Weight [2, 2]: no op read it.",
            ["Spare.Bias"] = "Spare.Bias [2]: no op read it.",
            ["Gate"] = "Gate [16]: Detach in module Net gave a result without gradient.",
            ["Shift"] = "Shift [16]: Multiply in module Net used it under NoGrad.",
            ["Aside"] = "Aside [16]: what was computed from it ends in Reshape in module Net, which the loss does not depend on.",
            ["Cold"] = "Cold [16]: requires no gradient.",
        }, ignoreOrder: true);
        watch.Dispose();
        var unwatched = net.Call(Tensor.Ones([3, 8])).Sum();
        Should.Throw<InvalidOperationException>(() => watch.DetectUnused(unwatched, net.NamedParameters())).Message.ShouldContain("Tape.Watch()");
    }

    [Test]
    public void An_index_cuts_the_way_and_a_constant_loss_depends_on_nothing()
    {
        var w = Tensor.From([1.0, 2.0]).WithGrad();
        using var watch = Tape.Watch();
        var loss = (w * 2).ArgMax();
        watch.DetectUnused(loss, [new KeyValuePair<string, Tensor>("w", w)]).Single().ToString().ShouldBe("w [2]: ArgMax gave a result without gradient.");
    }

    [Test]
    public void A_checkpoint_uses_what_its_function_reads()
    {
        var w = Tensor.From([1.0, 2.0]).WithGrad();
        using var watch = Tape.Watch();
        var loss = Autodiff.Checkpoint(t => (t * w).Exp(), Tensor.From([1.0, 2.0])).Sum();
        watch.DetectUnused(loss, [new KeyValuePair<string, Tensor>("w", w)]).ShouldBeEmpty();
    }

    [Test]
    public void The_report_lists_ops_saved_tensors_and_modules()
    {
        Sequential net = [new Linear(8, 16), new Tanh(), new Linear(16, 4)];
        TapeReport report;
        using (Tape.Watch())
        {
            var loss = net.Call(Tensor.Ones([32, 8])).Square().Sum();
            report = Tape.Report(loss);
        }
        report.Ops.Select(op => op.Op).ShouldBe(["Linear", "Tanh", "Linear", "Square", "Sum", "Reshape"]);
        report.Ops[1].Saved.Single().ShouldBe(new TapeSaved([32, 16], DType.Float32, 32 * 16 * 4, true));      // the second product counts it
        report.SavedBytes.ShouldBe(32 * 16 * 4 + 32 * 4 * 4);
        report.ByModule().ShouldBe([new TapeGroup("Sequential.0", 1, 0), new TapeGroup("Sequential.1", 1, 0), new TapeGroup("Sequential.2", 1, 2048), new TapeGroup("", 3, 512)]);
        report.ByOp()[0].ShouldBe(new TapeGroup("Linear", 2, 2048));
        report.ToString().ShouldContain("Sequential.2     1         2,048");
        Should.Throw<InvalidOperationException>(() => Tape.Report(Tensor.Ones([1])));
        var released = (Tensor.Ones([1]).WithGrad() * 2).Exp();
        released.Backward();
        Should.Throw<InvalidOperationException>(() => Tape.Report(released)).Message.ShouldContain("released");
    }

    [TestCase("deep")]
    [TestCase("wide")]
    [TestCase("images")]
    [TestCase("residual")]
    [TestCase("pieces")]
    public void The_predicted_peak_is_what_a_pass_then_holds(string kind)
    {
        var model = Build(kind);
        model().Backward();             // gradients of parameters are there already, and stay
        var withoutGraph = BufferPool.HeldBytes();
        var loss = model();
        var predicted = Tape.Report(loss).PeakBytes;
        var measured = LiveBytes.PeakOf(loss, withoutGraph);
        TestContext.Out.WriteLine($"{kind}: predicted {predicted:N0}, measured {measured:N0}");
        ((double)predicted / measured).ShouldBe(1, 0.1);
        GC.KeepAlive(model);
    }

    private static Func<Tensor> Build(string kind)
    {
        const int n = 64, f = 128;
        var g = new Generator(5);
        Linear Dense(int a, int b) => new(a, b, generator: g);
        var x = Tensor.Randn([n, f], generator: g);
        switch (kind)
        {
            case "deep":
                Sequential deep = [.. Enumerable.Range(0, 24).SelectMany(_ => new Layer[] { Dense(f, f), new Tanh() })];
                return () => deep.Call(x).Square().Mean();
            case "wide":
                Linear[] wide = [Dense(f, 2048), Dense(2048, 512)];
                return () => wide[1].Call(wide[0].Call(x).Gelu()).Silu().Square().Mean();
            case "images":
                var images = Tensor.Randn([8, 4, 32, 32], generator: g);
                Sequential net = [new Conv2d(4, 16, 3, padding: 1, generator: g), new Relu(), new Conv2d(16, 16, 3, padding: 1, generator: g), new Relu(), new MaxPool2d(2), new Flatten(), Dense(16 * 16 * 16, 8)];
                return () => net.Call(images).Square().Mean();
            case "residual":
                var blocks = Enumerable.Range(0, 12).Select(_ => Dense(f, f)).ToArray();
                return () => blocks.Aggregate(x, (h, block) => h + block.Call(h.Softplus()).Sigmoid()).Square().Mean();
            default:
                var pieces = Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 6).Select(_ => Dense(f, f)).ToArray()).ToArray();
                return () => pieces.Aggregate(x, (h, layers) => Autodiff.Checkpoint(t => layers.Aggregate(t, (a, layer) => layer.Call(a).Tanh()), h)).Square().Mean();
        }
    }
}
