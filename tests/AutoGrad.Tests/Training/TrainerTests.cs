using AutoGrad.Data;
using AutoGrad.IO;
using AutoGrad.Nn;
using AutoGrad.Optim;
using AutoGrad.Training;

namespace AutoGrad.Tests.Training;

public class TrainerTests
{
    private static readonly TensorDataset s_data = Data();

    private static TensorDataset Data()
    {
        var x = Tensor.Randn([60, 2], generator: new Generator(1));
        return new TensorDataset(x, (x.Narrow(1, 0, 1) > x.Narrow(1, 1, 1)).Flatten().To(DType.Int64));
    }

    private static DataLoader Loader(int batch = 8) => new(s_data, batch, shuffle: true, seed: 5);

    private static Sequential Net(Generator? dropout = null) =>
        [new Linear(2, 8, generator: new Generator(2)), new Tanh(), new Dropout(0.2, dropout), new Linear(8, 2, generator: new Generator(3))];

    private static float[] Weights(Module net) => [.. net.StateDictionary().Values.SelectMany(t => t.ToArray<float>())];

    [Test]
    public void It_does_what_the_loop_does()
    {
        Sequential byHand = [new Linear(2, 2, generator: new Generator(2))], byTrainer = [new Linear(2, 2, generator: new Generator(2))];
        var optimizer = new Adam(byHand.Parameters(), 0.1);
        var loader = Loader();
        for (var epoch = 0; epoch < 3; epoch++)
            foreach (var (x, y) in loader)
            {
                optimizer.ZeroGrad();
                Loss.CrossEntropy(byHand.Call(x), y).Backward();
                GradientClipping.ByNorm(byHand.Parameters(), 0.5);
                optimizer.Step();
            }
        var result = new Trainer(byTrainer, (x, y) => Loss.CrossEntropy(x, y), new Adam(byTrainer.Parameters(), 0.1)) { ClipNorm = 0.5 }.Fit(Loader(), 3);
        Weights(byTrainer).ShouldBe(Weights(byHand));
        (result.End, result.Steps, result.Epochs.Count).ShouldBe((TrainingEnd.Completed, 24, 3));
        result.Best.ShouldBe(result.Epochs.Min(e => e.Loss));
    }

    [Test]
    public void It_learns_and_measures()
    {
        var net = Net();
        var trainer = new Trainer(net, (x, y) => Loss.CrossEntropy(x, y), new Adam(net.Parameters(), 0.05)) { Metrics = [new Accuracy(), new F1Score(2)] };
        var before = trainer.Evaluate(Loader()).Loss;
        var result = trainer.Fit(Loader(), 15, Loader(60));
        result.Epochs[^1].Evaluation!.Loss.ShouldBeLessThan(before / 2);
        result.Epochs[^1].Evaluation!.Metrics["Accuracy"].ShouldBeGreaterThan(0.9);
        result.Epochs[^1].Evaluation!.Metrics.Keys.ShouldBe(["Accuracy", "F1Score"]);
        net.IsTraining.ShouldBeTrue();
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(8)]
    [TestCase(13)]
    public void A_cancelled_training_that_is_resumed_has_the_bits_of_an_uninterrupted_one(int stopAfter)
    {
        var (whole, wholeResult) = Run(new MemoryCheckpoints(), new Generator(9), default);
        var (store, cancel) = (new MemoryCheckpoints(), new CancellationTokenSource());
        if (stopAfter == 0) cancel.Cancel();
        var progress = new Recorder(p => { if (p.Step == stopAfter) cancel.Cancel(); });
        var (_, cut) = Run(store, new Generator(9), cancel.Token, progress);
        cut.End.ShouldBe(TrainingEnd.Cancelled);
        cut.Steps.ShouldBe(stopAfter);
        store.Load("last")!.Metadata["step"].ShouldBe($"{stopAfter}");

        var (resumed, result) = Run(store, new Generator(77), default, resume: true);
        result.End.ShouldBe(TrainingEnd.Completed);
        Weights(resumed).ShouldBe(Weights(whole));
        result.Best.ShouldBe(wholeResult.Best);
        result.Epochs[^1].ShouldBeEquivalentTo(wholeResult.Epochs[^1]);
    }

    [Test]
    public void A_loss_that_becomes_NaN_names_the_step_and_the_last_good_checkpoint_and_leaves_the_weights()
    {
        var net = Net();
        var steps = 0;
        var trainer = new Trainer(net, (x, y) => ++steps > 10 ? Loss.CrossEntropy(x, y) * double.NaN : Loss.CrossEntropy(x, y), new Sgd(net.Parameters(), 0.1)) { Checkpoints = new MemoryCheckpoints() };
        var weights = Array.Empty<float>();
        var e = Should.Throw<TrainingDivergedException>(() => trainer.Fit(Loader(), 3));
        weights = Weights(net);
        (e.Step, e.Epoch, e.Checkpoint, e.CheckpointStep).ShouldBe((11, 2, "last", 8));
        e.Message.ShouldContain("step 11 (epoch 2)");
        e.Message.ShouldContain("'last', of step 8");
        weights.ShouldAllBe(w => float.IsFinite(w));
        trainer.Step.ShouldBe(10);
        trainer.Resume().ShouldBeTrue();
        trainer.Step.ShouldBe(8);
    }

    [Test]
    public void Gradients_that_overflow_are_noticed_where_they_are_clipped()
    {
        Sequential net = [new Linear(2, 1, bias: false)];
        var trainer = new Trainer(net, (x, _) => (x.Sum() * 1e-30).Exp() * 1e38 * (x * 1e30).Mean(), new Sgd(net.Parameters(), 0.1)) { ClipNorm = 1 };
        var before = Weights(net);
        Should.Throw<TrainingDivergedException>(() => trainer.Fit([new Batch(Tensor.Ones([1, 2]) * 1e9f, Tensor.Ones([1]))], 1)).Checkpoint.ShouldBeNull();
        Weights(net).ShouldBe(before);
    }

    [Test]
    public void Weights_that_are_no_numbers_replace_no_checkpoint()
    {
        Sequential net = [new Linear(2, 1, bias: false)];
        var (store, calls) = (new MemoryCheckpoints(), 0);
        // the root of zero has a value, but no slope
        var trainer = new Trainer(net, (x, _) => ++calls < 3 ? x.Square().Mean() : (x * 0).Sqrt().Sum(), new Sgd(net.Parameters(), 0.1)) { Checkpoints = store, CheckpointEverySteps = 1 };
        var batch = new Batch(Tensor.Ones([1, 2]), Tensor.Ones([1]));
        var e = Should.Throw<TrainingDivergedException>(() => trainer.Fit([batch, batch, batch, batch], 1));
        (e.Step, e.CheckpointStep).ShouldBe((3, 2));
        e.Message.ShouldContain("gradient was not finite");
        store.Load("last")!["model"]["0.Weight"].ToArray<float>().ShouldAllBe(w => float.IsFinite(w));
        trainer.Resume().ShouldBeTrue();
        Weights(net).ShouldAllBe(w => float.IsFinite(w));
    }

    [Test]
    public void It_stops_when_it_no_longer_helps_and_keeps_the_best()
    {
        var net = Net();
        var store = new MemoryCheckpoints();
        var trainer = new Trainer(net, (x, y) => Loss.CrossEntropy(x, y), new Sgd(net.Parameters(), 0)) { Checkpoints = store, EarlyStopping = new EarlyStopping(Patience: 2) };
        var result = trainer.Fit(Loader(), 50, Loader(60));
        (result.End, result.Epochs.Count).ShouldBe((TrainingEnd.StoppedEarly, 4));
        store.Load("best")!.Metadata["epoch"].ShouldBe("1");
        store.Load("last")!.Metadata["epoch"].ShouldBe("4");
        result.Best.ShouldBe(result.Epochs[0].Evaluation!.Loss);
    }

    [Test]
    public void What_is_watched_may_be_a_metric_that_rises()
    {
        var net = Net();
        var accuracy = new Accuracy();
        var trainer = new Trainer(net, (x, y) => Loss.CrossEntropy(x, y), new Adam(net.Parameters(), 0.05)) { Metrics = [accuracy], Monitor = accuracy, Plateau = null };
        var result = trainer.Fit(Loader(), 6, Loader(60));
        result.Best.ShouldBe(result.Epochs.Max(e => e.Evaluation!.Metrics["Accuracy"]));
        Should.Throw<ArgumentException>(() => trainer.Fit(Loader(), 9)).Message.ShouldContain("held-out");
    }

    [Test]
    public void Accumulated_batches_are_one_step_of_their_mean()
    {
        Sequential large = [new Linear(2, 2, generator: new Generator(2))], small = [new Linear(2, 2, generator: new Generator(2))];
        new Trainer(large, (x, y) => Loss.CrossEntropy(x, y), new Sgd(large.Parameters(), 0.1)).Fit(new DataLoader(s_data, 20), 2).Steps.ShouldBe(6);
        new Trainer(small, (x, y) => Loss.CrossEntropy(x, y), new Sgd(small.Parameters(), 0.1)) { AccumulationSteps = 4 }.Fit(new DataLoader(s_data, 5), 2).Steps.ShouldBe(6);
        Weights(small).ShouldBe(Weights(large), 1e-6f);
    }

    [Test]
    public void Callbacks_hear_of_everything_and_may_stop()
    {
        var net = Net();
        var callback = new Notes();
        var trainer = new Trainer(net, (x, y) => Loss.CrossEntropy(x, y), new Sgd(net.Parameters(), 0.1)) { Callbacks = [callback] };
        trainer.Fit(Loader(30), 3).End.ShouldBe(TrainingEnd.Stopped);
        callback.Heard.ShouldBe(["start 1", "gradients", "step 1", "gradients", "step 2", "end 1", "start 2", "gradients", "step 3"]);
    }

    [Test]
    public void Plain_lines_say_where_it_stands()
    {
        var (net, text) = (Net(), new StringWriter());
        new Trainer(net, (x, y) => Loss.CrossEntropy(x, y), new Sgd(net.Parameters(), 0.1)) { Progress = new PlainProgress(text, everySteps: 2), Metrics = [new Accuracy()] }.Fit(Loader(30), 1, Loader(60));
        var lines = text.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        lines.Length.ShouldBe(2);
        lines[0].ShouldMatch(@"^epoch 1/1  batch 2/2  step 2  loss 0\.\d+  rate 0\.1  [\d.E+]+ steps/s$");
        lines[1].ShouldMatch(@"^epoch 1/1  step 2  loss 0\.\d+  rate 0\.1  [\d.E+]+ steps/s  held out 0\.\d+  Accuracy 0\.\d+$");
    }

    [Test]
    public void States_that_do_not_fit_change_nothing()
    {
        var net = Net();
        var trainer = new Trainer(net, (x, y) => Loss.CrossEntropy(x, y), new Adam(net.Parameters(), 0.1));
        trainer.Fit(Loader(), 1);
        var before = Flat(trainer);
        var message = Refused(state =>
        {
            foreach (var name in before.Keys.Where(n => n.StartsWith("model."))) state[name] = Tensor.ZerosLike(before[name]);
            state.Remove("optimizer.0.mean");
            state["model.more"] = Tensor.Zeros([1]);
            state.Remove("trainer.epoch");
            state["trainer.batch"] = Tensor.Scalar(-1L);
        });
        foreach (var fault in new[] { "missing: 0.mean", "unexpected: more", "missing: epoch", "batch must not be negative" }) message.ShouldContain(fault);
        message = Refused(state =>
        {
            foreach (var name in before.Keys.Where(n => n.StartsWith("data."))) state.Remove(name);
            state["average.updates"] = Tensor.Scalar(1L);
        });
        foreach (var fault in new[] { "missing: data", "unexpected: average" }) message.ShouldContain(fault);
        foreach (var (name, tensor) in Flat(trainer)) tensor.ToString().ShouldBe(before[name].ToString(), name);

        string Refused(Action<Dictionary<string, Tensor>> spoil)
        {
            var (flat, wrong) = (new Dictionary<string, Tensor>(before), new TrainingState());
            spoil(flat);
            foreach (var section in flat.GroupBy(entry => entry.Key[..entry.Key.IndexOf('.')])) wrong.Add(section.Key, section.ToDictionary(entry => entry.Key[(section.Key.Length + 1)..], entry => entry.Value));
            return Should.Throw<ArgumentException>(() => trainer.LoadState(wrong)).Message;
        }
    }

    [Test]
    public void Data_without_batches_are_refused()
    {
        var net = Net();
        var trainer = new Trainer(net, (x, y) => Loss.CrossEntropy(x, y), new Sgd(net.Parameters(), 0.1));
        Should.Throw<ArgumentException>(() => trainer.Fit([], 1)).Message.ShouldContain("no batch");
        double.IsNaN(trainer.Evaluate([]).Loss).ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => trainer.Resume()).Message.ShouldContain("Checkpoints");
        Should.Throw<ArgumentOutOfRangeException>(() => new Trainer(net, (x, y) => x, trainer.Optimizer) { ClipNorm = double.NaN });
    }

    private static Dictionary<string, Tensor> Flat(Trainer trainer)
    {
        var state = trainer.State();
        return state.Sections.SelectMany(section => state[section].Select(entry => (Name: $"{section}.{entry.Key}", entry.Value))).ToDictionary(entry => entry.Name, entry => entry.Value);
    }

    private static (Sequential Net, TrainingResult Result) Run(ICheckpointStore store, Generator generator, CancellationToken cancellation, IProgress<TrainingProgress>? progress = null, bool resume = false)
    {
        var net = Net(generator);
        var optimizer = new AdamW(net.Parameters(), 0.05);
        var trainer = new Trainer(net, (x, y) => Loss.CrossEntropy(x, y), optimizer)
        {
            Schedule = new CosineAnnealingLR(optimizer, 24),
            Average = new ExponentialMovingAverage(net, 0.9),
            Checkpoints = store,
            Generators = [generator],
            Progress = progress,
            Metrics = [new Accuracy()],
        };
        if (resume) trainer.Resume().ShouldBeTrue();
        return (net, trainer.Fit(Loader(), 3, Loader(60), cancellation));
    }

    private sealed class Recorder(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    private sealed class Notes : TrainingCallback
    {
        public List<string> Heard { get; } = [];

        public override void OnEpochStart(Trainer trainer, int epoch) => Heard.Add($"start {epoch}");

        public override void OnGradients(Trainer trainer, double loss)
        {
            trainer.Optimizer.Parameters[0].Grad.ShouldNotBeNull();
            Heard.Add("gradients");
        }

        public override void OnStep(Trainer trainer, in TrainingProgress progress)
        {
            Heard.Add($"step {progress.Step}");
            if (progress.Step == 3) trainer.Stop();
        }

        public override void OnEpochEnd(Trainer trainer, EpochResult result) => Heard.Add($"end {result.Epoch}");
    }
}
