using AutoGrad.Data;
using AutoGrad.IO;
using AutoGrad.Nn;
using AutoGrad.Optim;
using AutoGrad.Training;

namespace AutoGrad.Tests.Nn;

/// <summary>What everybody gives by mistake some day: it is answered rightly or refused in words, and what was there stays.</summary>
public class BadInputTests
{
    private static Tensor Nothing(params int[] shape) => Tensor.Zeros(new Shape(shape));

    private static readonly (string Name, Func<Layer> Create, int[] Shape)[] s_layers =
    [
        ("Linear", () => new Linear(3, 2), [0, 3]), ("Conv1d", () => new Conv1d(1, 2, 3), [0, 1, 8]), ("Conv2d", () => new Conv2d(1, 2, 3), [0, 1, 8, 8]),
        ("ConvTranspose2d", () => new ConvTranspose2d(1, 2, 3), [0, 1, 8, 8]), ("MaxPool2d", () => new MaxPool2d(2), [0, 1, 8, 8]),
        ("AdaptiveAvgPool2d", () => new AdaptiveAvgPool2d(2), [0, 1, 8, 8]), ("GlobalMaxPool", () => new GlobalMaxPool(), [0, 1, 8, 8]),
        ("BatchNorm2d", () => new BatchNorm2d(3), [0, 3, 4, 4]), ("LayerNorm", () => new LayerNorm(3), [0, 3]), ("GroupNorm", () => new GroupNorm(1, 3), [0, 3, 4]),
        ("InstanceNorm2d", () => new InstanceNorm2d(3), [0, 3, 4, 4]), ("RmsNorm", () => new RmsNorm(3), [0, 3]), ("Dropout", () => new Dropout(), [0, 3]),
        ("Prelu", () => new Prelu(), [0, 3]), ("Softmax", () => new Softmax(0), [0, 3]),
        ("Transformer", () => new Steps(new TransformerEncoder(1, () => new TransformerEncoderLayer(4, 2, 8, batchFirst: true))), [0, 3, 4]),
    ];

    private static IEnumerable<TestCaseData> Layers => s_layers.Select(row => new TestCaseData(row.Create, new Shape(row.Shape)).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Layers))]
    public void A_batch_of_nothing_gives_nothing_back_and_zero_gradients(Func<Layer> create, Shape shape)
    {
        var layer = create();
        var buffers = layer.NamedBuffers().Select(b => b.Value.Clone()).ToArray();
        var y = layer.Call(Tensor.Zeros(shape).WithGrad());
        y.Shape[0].ShouldBe(0);
        y.Sum().Backward();
        foreach (var parameter in layer.Parameters())
            if (parameter.Grad is { } gradient) gradient.Abs().Sum().ToScalar().ShouldBe(0);
        foreach (var (buffer, before) in layer.NamedBuffers().Select(b => b.Value).Zip(buffers))
            buffer.EqualTo(before).All().Item<bool>().ShouldBeTrue("statistics of nothing were taken over");
    }

    [Test]
    public void Recurrent_layers_take_a_batch_of_nothing([Values("Rnn", "Gru", "Lstm")] string kind, [Values] bool batchFirst)
    {
        RecurrentLayer layer = kind switch { "Rnn" => new Rnn(3, 4, batchFirst: batchFirst), "Gru" => new Gru(3, 4, batchFirst: batchFirst), _ => new Lstm(3, 4, batchFirst: batchFirst) };
        var output = Output(layer, batchFirst ? Nothing(0, 2, 3) : Nothing(2, 0, 3));
        output.Shape.ShouldBe(batchFirst ? [0, 2, 4] : [2, 0, 4]);
        output.Sum().Backward();
        foreach (var parameter in layer.Parameters())
            if (parameter.Grad is { } gradient) gradient.Abs().Sum().ToScalar().ShouldBe(0);
    }

    private static Tensor Output(RecurrentLayer layer, Tensor x) => layer switch { Rnn rnn => rnn.Call(x).Output, Gru gru => gru.Call(x).Output, _ => ((Lstm)layer).Call(x).Output };

    private static readonly (string Name, Action Mistake, string[] Words)[] s_refused =
    [
        // a mean over nothing would be NaN, and train the model to NaN
        ("Mse of nothing", () => Loss.Mse(Nothing(0, 1), Nothing(0, 1)), ["Mse", "[0, 1]", "no elements"]),
        ("CrossEntropy of nothing", () => Loss.CrossEntropy(Nothing(0, 3), Tensor.Zeros([0], DType.Int64)), ["CrossEntropy", "[0, 3]", "no rows"]),
        ("Bce of nothing", () => Loss.BinaryCrossEntropyWithLogits(Nothing(0, 1), Nothing(0, 1)), ["BinaryCrossEntropyWithLogits", "no elements"]),
        ("Accuracy of nothing", () => Metrics.Accuracy(Nothing(0, 3), Tensor.Zeros([0], DType.Int64)), ["Accuracy", "no rows"]),

        ("Rnn without a step", () => new Rnn(3, 4).Call(Nothing(0, 2, 3)), ["Rnn", "[0, 2, 3]", "at least one step"]),
        ("Gru without a step", () => new Gru(3, 4).Call(Nothing(0, 2, 3)), ["Gru", "at least one step"]),
        ("Lstm without a step", () => new Lstm(3, 4, batchFirst: true).Call(Nothing(2, 0, 3)), ["Lstm", "at least one step"]),
        ("attention without a step", () => new MultiHeadAttention(4, 2, batchFirst: true).Call(Nothing(2, 0, 4), Nothing(2, 0, 4), Nothing(2, 0, 4)), ["MultiHeadAttention", "no steps"]),
        ("encoder without a step", () => new TransformerEncoder(1, () => new TransformerEncoderLayer(4, 2, 8, batchFirst: true)).Call(Nothing(2, 0, 4)), ["no steps", "TransformerEncoder.Layers.0.SelfAttn"]),
        ("lengths beyond the steps", () => new Lstm(3, 4).Call(Nothing(5, 2, 3), lengths: Tensor.From([5L, 6])), ["sequence 1", "5 steps", "6"]),

        .. Labels(-1), .. Labels(3), .. Labels(long.MinValue),

        ("batches of 0", () => new DataLoader(new TensorDataset(Nothing(5, 3)), 0), ["batchSize"]),
    ];

    private static IEnumerable<TestCaseData> Refused => s_refused.Select(row => new TestCaseData(row.Mistake, row.Words).SetArgDisplayNames(row.Name));

    private static (string, Action, string[])[] Labels(long label)
    {
        var (scores, targets) = (Nothing(2, 3), Tensor.From([0L, label]));
        return
        [
            ($"CrossEntropy, label {label}", () => Loss.CrossEntropy(scores, targets), ["CrossEntropy", $"{label} at [1]", "3 classes"]),
            ($"Nll, label {label}", () => Loss.Nll(scores, targets), ["Nll", $"{label} at [1]", "3 classes"]),
            ($"MultiMargin, label {label}", () => Loss.MultiMargin(scores, targets), ["MultiMargin", $"{label} at [1]", "3 classes"]),
            ($"Embedding, label {label}", () => new Embedding(3, 2).Call(targets), ["Embedding", $"{label} at [1]", "3 classes"]),
            ($"OneHot, label {label}", () => targets.OneHot(3), ["OneHot", $"{label} at [1]", "3 classes"]),
            ($"ConfusionMatrix, label {label}", () => new ConfusionMatrix(3).Update(scores, targets), ["ConfusionMatrix", $"{label} in row 1"]),
            ($"TopKAccuracy, label {label}", () => new TopKAccuracy(2).Update(scores, targets), [$"{label} in row 1"]),
        ];
    }

    [TestCaseSource(nameof(Refused))]
    public void A_mistake_is_refused_in_words(Action mistake, string[] words)
    {
        var message = Should.Throw<ArgumentException>(mistake).Message;
        foreach (var word in words) message.ShouldContain(word);
    }

    private static readonly (string Name, Func<IEnumerable<Tensor>, double, object> Create)[] s_optimizers =
    [
        ("Sgd", (p, r) => new Sgd(p, r)), ("Adam", (p, r) => new Adam(p, r)), ("AdamW", (p, r) => new AdamW(p, r)), ("NAdam", (p, r) => new NAdam(p, r)),
        ("RAdam", (p, r) => new RAdam(p, r)), ("Adamax", (p, r) => new Adamax(p, r)), ("RmsProp", (p, r) => new RmsProp(p, r)), ("Adagrad", (p, r) => new Adagrad(p, r)),
        ("Adadelta", (p, r) => new Adadelta(p, r)), ("Rprop", (p, r) => new Rprop(p, r)), ("Asgd", (p, r) => new Asgd(p, r)), ("Lion", (p, r) => new Lion(p, r)),
        ("Lamb", (p, r) => new Lamb(p, r)), ("Muon", (p, r) => new Muon(p, r)), ("Adafactor", (p, r) => new Adafactor(p, r)), ("Lbfgs", (p, r) => new Lbfgs(p) { LearningRate = r }),
    ];

    private static IEnumerable<TestCaseData> Optimizers => s_optimizers.Select(row => new TestCaseData(row.Create).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Optimizers))]
    public void An_optimizer_refuses_nothing_a_parameter_twice_and_a_rate_that_is_none(Func<IEnumerable<Tensor>, double, object> create)
    {
        var p = Tensor.Ones([2, 2]).WithGrad();
        Should.Throw<ArgumentException>(() => create([], 0.1)).Message.ShouldContain("no parameters");
        Should.Throw<ArgumentException>(() => create([p, p], 0.1)).Message.ShouldContain("twice");
        foreach (var rate in new[] { -0.1, double.NaN, double.PositiveInfinity })
            Should.Throw<ArgumentOutOfRangeException>(() => create([p], rate)).Message.ShouldContain("LearningRate");
        p.ToArray<float>().ShouldAllBe(v => v == 1);
    }

    private static readonly (string Name, Func<IOptimizer, double, LRScheduler> Create)[] s_schedules =
    [
        ("StepLR", (o, v) => new StepLR(o, 1, v)), ("ExponentialLR", (o, v) => new ExponentialLR(o, v)), ("ConstantLR", (o, v) => new ConstantLR(o, v)),
        ("LinearLR", (o, v) => new LinearLR(o, v)), ("OneCycleLR", (o, v) => new OneCycleLR(o, v, 10)), ("LambdaLR", (o, v) => new LambdaLR(o, t => t == 0 ? 1 : v)),
    ];

    private static IEnumerable<TestCaseData> Schedules => s_schedules.Select(row => new TestCaseData(row.Create).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Schedules))]
    public void A_schedule_never_sets_a_rate_that_is_none(Func<IOptimizer, double, LRScheduler> create)
    {
        foreach (var number in new[] { -0.5, double.NaN })
        {
            var optimizer = new Sgd([Tensor.Ones([2]).WithGrad()], 0.1, momentum: 0.9);
            Should.Throw<ArgumentOutOfRangeException>(() => create(optimizer, number).Step());
            optimizer.LearningRate.ShouldBe(0.1);
        }
    }

    private static readonly (string Name, Func<string, object> Load)[] s_files =
    [
        ("Csv", path => Csv.Load(path)), ("Idx", path => Idx.Load(path)), ("Npy", path => Npy.Load(path)), ("SafeTensors", path => SafeTensors.Load(path)),
    ];

    private static IEnumerable<TestCaseData> Files => s_files.Select(row => new TestCaseData(row.Load).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Files))]
    public void A_missing_or_broken_file_is_named(Func<string, object> load)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.data");
        Should.Throw<FileNotFoundException>(() => load(path)).Message.ShouldContain(path);
        foreach (var content in new byte[][] { [], [0, 0, 8, 1, 0, 0, 0, 9, 1, 2, 3], [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 200], [200, 0, 0, 0, 0, 0, 0, 0, (byte)'{'] })
        {
            if (content.Length == 0 && load == s_files[0].Load) continue;      // a table of no lines is one
            File.WriteAllBytes(path, content);
            try { Should.Throw<InvalidDataException>(() => load(path)).Message.ShouldContain(path); }
            finally { File.Delete(path); }
        }
    }

    [Test]
    public void A_state_that_does_not_fit_lists_every_fault_and_loads_nothing()
    {
        Sequential net = [new Linear(2, 3), new BatchNorm1d(3), new Linear(3, 1)];
        var before = net.StateDictionary();
        var state = new Dictionary<string, Tensor>(before.ToDictionary(e => e.Key, e => e.Value + 1)) { ["0.Weight"] = Tensor.Zeros([9, 9]), ["nobody"] = Tensor.Zeros([1]) };
        state.Remove("2.Bias");
        state.Remove("1.RunningMean");
        var message = Should.Throw<ArgumentException>(() => net.LoadState(state)).Message;
        foreach (var word in new[] { "0.Weight is [3, 2], the state has [9, 9]", "unexpected: nobody", "missing: 2.Bias", "missing: 1.RunningMean", "nothing was loaded" }) message.ShouldContain(word);
        foreach (var (name, value) in net.StateDictionary()) value.EqualTo(before[name]).All().Item<bool>().ShouldBeTrue(name);
    }

    [Test]
    public void A_loss_that_becomes_NaN_is_named_with_its_step_and_the_checkpoint_to_return_to()
    {
        Sequential net = [new Linear(2, 1)];
        var steps = 0;
        var trainer = new Trainer(net, (x, y) => Loss.Mse(x, y) * (++steps == 6 ? double.NaN : 1), new Sgd(net.Parameters(), 0.1)) { Checkpoints = new MemoryCheckpoints() };
        var data = new DataLoader(new TensorDataset(Tensor.Ones([8, 2]), Tensor.Ones([8, 1])), 2);
        var error = Should.Throw<TrainingDivergedException>(() => trainer.Fit(data, 3));
        error.Message.ShouldContain("loss became NaN in step 6");
        error.Message.ShouldContain("'last', of step 4");
        net.Parameters().ShouldAllBe(p => p.ToArray<float>().All(float.IsFinite));
    }

    /// <summary>A transformer as a layer of one tensor.</summary>
    private sealed class Steps : Layer
    {
        public Steps(TransformerEncoder encoder) => Encoder = encoder;

        public TransformerEncoder Encoder { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => Encoder.Call(x);
    }
}
