using System.Diagnostics;
using System.Globalization;
using AutoGrad.Data;
using AutoGrad.IO;
using AutoGrad.Nn;
using AutoGrad.Optim;
using AutoGrad.Training;

namespace AutoGrad.Tests.Training;

/// <summary>A run that is kept in files goes on in another trainer, or another process, with the bits of one that never stopped.</summary>
public class FileCheckpointTests
{
    private static readonly TensorDataset s_data = Synthetic.Moons(60, 0.1, new Generator(1));

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("autograd-runs-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5)]
    [TestCase(8)]
    [TestCase(11)]
    [TestCase(16)]
    public void A_cancelled_run_goes_on_from_its_file_bit_by_bit(int stopAfter)
    {
        var (whole, cut) = (new Run(Path.Combine(_folder, "whole")), new Run(Path.Combine(_folder, "cut")));
        whole.Fit(default).End.ShouldBe(TrainingEnd.Completed);
        using (var cancel = new CancellationTokenSource())
        {
            if (stopAfter == 0) cancel.Cancel();
            cut.AfterStep = step => { if (step == stopAfter) cancel.Cancel(); };
            cut.Fit(cancel.Token).End.ShouldBe(TrainingEnd.Cancelled);
        }
        TrainingState.Load(cut.Store.PathOf("last")).Metadata["step"].ShouldBe($"{stopAfter}");

        var resumed = new Run(cut.Store.Folder, seed: 99);
        resumed.Trainer.Resume().ShouldBeTrue();
        resumed.Fit(default).End.ShouldBe(TrainingEnd.Completed);
        foreach (var name in new[] { "last", "best" }) File.ReadAllBytes(resumed.Store.PathOf(name)).ShouldBe(File.ReadAllBytes(whole.Store.PathOf(name)), name);
    }

    [Test]
    public void The_files_are_plain_safetensors_with_remarks()
    {
        var run = new Run(_folder);
        var result = run.Fit(default);
        Directory.GetFiles(_folder).Select(Path.GetFileName).Order().ShouldBe(["best.safetensors", "last.safetensors"]);
        var file = SafeTensors.Load(run.Store.PathOf("best"));
        file["model.0.Weight"].Shape.ShouldBe([8, 2]);
        file.Keys.ShouldContain("optimizer.0.weightDecay");
        double.Parse(file.Metadata["run.value"], CultureInfo.InvariantCulture).ShouldBe(result.Best);
        run.Trainer.Resume("best").ShouldBeTrue();
        run.Trainer.Resume("first").ShouldBeFalse();
        Should.Throw<ArgumentException>(() => run.Trainer.Resume("../other")).Message.ShouldContain("plain name");
        Should.Throw<ArgumentException>(() => new FileCheckpoints(" "));
    }

    [Test]
    public void A_save_that_fails_leaves_the_old_file_and_the_run_goes_on_after()
    {
        var (whole, run) = (new Run(Path.Combine(_folder, "whole")), new Run(Path.Combine(_folder, "run")));
        whole.Fit(default);
        var last = run.Store.PathOf("last");
        // in the way of the second epoch's save there is a folder with the name of the file
        run.AfterStep = step =>
        {
            if (step != 9) return;
            File.Move(last, last + ".kept");
            Directory.CreateDirectory(last);
        };
        Should.Throw<IOException>(() => run.Fit(default)).Message.ShouldContain("could not be saved");
        TrainingState.Load(last + ".kept").Metadata["step"].ShouldBe("8");
        Directory.Delete(last);
        run.AfterStep = null;
        run.Fit(default).End.ShouldBe(TrainingEnd.Completed);
        File.ReadAllBytes(last).ShouldBe(File.ReadAllBytes(whole.Store.PathOf("last")));
    }

    [Test]
    public void A_folder_that_cannot_be_is_an_IOException()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "x");
        Should.Throw<IOException>(() => new Run(Path.Combine(file, "run")).Fit(default));
        File.ReadAllText(file).ShouldBe("x");
    }

    [Test]
    public void A_damaged_file_is_refused_and_changes_nothing()
    {
        var run = new Run(_folder);
        run.Fit(default);
        var (path, before) = (run.Store.PathOf("last"), run.Trainer.State());
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        Should.Throw<InvalidDataException>(() => run.Trainer.Resume());
        run.Trainer.State()["model"]["0.Weight"].ToArray<float>().ShouldBe(before["model"]["0.Weight"].ToArray<float>());
    }

    [Test]
    public void In_the_midst_of_an_epoch_another_loader_is_refused()
    {
        var run = new Run(_folder);
        using var cancel = new CancellationTokenSource();
        run.AfterStep = step => { if (step == 3) cancel.Cancel(); };
        run.Fit(cancel.Token);
        var resumed = new Run(_folder);
        resumed.Trainer.Resume();
        Should.Throw<ArgumentException>(() => resumed.Trainer.Fit(new DataLoader(s_data, 6, shuffle: true, seed: 6), 2)).Message.ShouldContain("batch_size is 6, the state has 8");
        resumed.Fit(default).Steps.ShouldBe(16);
    }

    [Test]
    public void Data_that_are_no_loader_are_skipped_to_the_place()
    {
        Batch[] batches = [.. new DataLoader(s_data, 10)];
        var whole = new Run(Path.Combine(_folder, "whole"));
        whole.Trainer.Fit(batches, 2);
        var cut = new Run(Path.Combine(_folder, "cut"));
        using var cancel = new CancellationTokenSource();
        cut.AfterStep = step => { if (step == 4) cancel.Cancel(); };
        cut.Trainer.Fit(batches, 2, cancellation: cancel.Token).End.ShouldBe(TrainingEnd.Cancelled);
        var resumed = new Run(cut.Store.Folder, seed: 99);
        resumed.Trainer.Resume();
        Should.Throw<ArgumentException>(() => resumed.Trainer.Fit(batches[..3], 2)).Message.ShouldContain("have only 3");
        resumed.Trainer.Fit(batches, 2);
        File.ReadAllBytes(resumed.Store.PathOf("last")).ShouldBe(File.ReadAllBytes(whole.Store.PathOf("last")));
    }

    [Test]
    public void A_rate_set_by_hand_and_settings_that_were_changed_go_on()
    {
        var run = new Run(_folder);
        using var cancel = new CancellationTokenSource();
        run.AfterStep = step =>
        {
            if (step != 3) return;
            run.Optimizer.LearningRate = 0.125;
            run.Optimizer.WeightDecay = 0.25;
            cancel.Cancel();
        };
        run.Fit(cancel.Token);
        var resumed = new Run(_folder);
        resumed.Trainer.Resume();
        (resumed.Optimizer.LearningRate, resumed.Optimizer.WeightDecay).ShouldBe((0.125, 0.25));
    }

    [Test]
    public void A_process_that_is_killed_again_and_again_ends_with_the_bits_of_one_that_was_not()
    {
        var (whole, killed) = (Path.Combine(_folder, "whole"), Path.Combine(_folder, "killed"));
        Process(whole, killAfter: null).ShouldBe(40);
        var (step, times) = (0, 0);
        // each gets some steps further; the moment of the kill is what the machine makes of it
        foreach (var more in new[] { 1, 7, 11 })
        {
            step = Process(killed, step + more);
            times++;
        }
        Process(killed, killAfter: null).ShouldBe(40);
        foreach (var name in new[] { "last.safetensors", "best.safetensors" }) File.ReadAllBytes(Path.Combine(killed, name)).ShouldBe(File.ReadAllBytes(Path.Combine(whole, name)), name);
        Directory.GetFiles(killed).Length.ShouldBe(2, "the next save removes what a killed process left");
    }

    private static int Process(string folder, int? killAfter)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(dotnet, ["exec", Path.Combine(AppContext.BaseDirectory, "AutoGrad.Saver.dll"), "train", folder]) { RedirectStandardOutput = true })!;
        var step = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            step = int.Parse(line, CultureInfo.InvariantCulture);
            if (step >= killAfter) process.Kill();
        }
        process.WaitForExit();
        process.ExitCode.ShouldBe(killAfter is null ? 0 : process.ExitCode);
        return step;
    }

    /// <summary>A run with everything that has a state: dropout, running statistics, augmentation, momentum, schedule, average, plateau.</summary>
    private sealed class Run : IProgress<TrainingProgress>
    {
        public Run(string folder, ulong seed = 1)
        {
            var random = new Generator(seed);
            Sequential net = [new Linear(2, 8, generator: random), new BatchNorm1d(8), new Tanh(), new Dropout(0.2, random), new Linear(8, 2, generator: random)];
            Optimizer = new Sgd(net.Parameters().Take(2), 0.05, 0.9);
            ParameterGroups groups = [Optimizer, new AdamW(net.Parameters().Skip(2), 0.02)];
            Store = new FileCheckpoints(folder);
            Trainer = new Trainer(net, (output, target) => Loss.CrossEntropy(output, target), groups)
            {
                Schedule = new OneCycleLR(groups, 0.05, 16),
                Plateau = new ReduceLROnPlateau(groups),
                Average = new ExponentialMovingAverage(net, 0.9),
                Checkpoints = Store,
                Generators = [random],
                Progress = this,
                Metrics = [new Accuracy()],
            };
        }

        public Trainer Trainer { get; }

        public FileCheckpoints Store { get; }

        public Sgd Optimizer { get; }

        public Action<long>? AfterStep { get; set; }

        public void Report(TrainingProgress value)
        {
            if (value.Finished is null) AfterStep?.Invoke(value.Step);
        }

        public TrainingResult Fit(CancellationToken cancellation) => Trainer.Fit(
            new DataLoader(s_data, 8, shuffle: true, seed: 6) { Workers = 2, Transform = (batch, random) => new Batch(batch[0] + 0.05 * Tensor.Randn(batch[0].Shape, generator: random), batch[1]) },
            2, new DataLoader(s_data, 16, shuffle: true, seed: 7), cancellation);
    }
}
