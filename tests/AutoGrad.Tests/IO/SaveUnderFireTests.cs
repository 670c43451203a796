using System.Diagnostics;
using System.Globalization;
using AutoGrad.IO;

namespace AutoGrad.Tests.IO;

/// <summary>A process that is killed, or whose disk is full, while it saves over a file leaves the old one or the new one, whole.</summary>
[NonParallelizable]
public class SaveUnderFireTests
{
    private const int Lanes = 4;
    private const int LongestDelay = 25;

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("autograd-fire-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_killed_process_leaves_the_old_or_the_new_state() => await Kill(200);

    [Test, Explicit("1,000 processes"), Category("Full")]
    public async Task A_thousand_killed_processes_leave_the_old_or_the_new_state() => await Kill(1000);

    [Test, Platform("Linux")]
    public void A_file_system_without_room_leaves_the_old_state_and_says_so()
    {
        var path = Path.Combine(_folder, "run.safetensors");
        var old = new TrainingState();
        old.Add("model", new Dictionary<string, Tensor> { ["w"] = Tensor.From([1f]) });
        old.Save(path);
        // files of this process may have 100 kB; a double mapping of code would need a larger one
        var start = new ProcessStartInfo("bash", ["-c", "trap '' XFSZ; ulimit -f 100; exec \"$@\"", "bash", DotnetPath, "exec", SaverPath, path, "5"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(3, printed);
        printed.ShouldContain("the file that was there is unchanged");
        TrainingState.Load(path)["model"]["w"].ToArray<float>().ShouldBe([1]);
        Directory.GetFiles(_folder).ShouldBe([path]);
    }

    private static string SaverPath => Path.Combine(AppContext.BaseDirectory, "AutoGrad.Saver.dll");

    private static string DotnetPath => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    private async Task Kill(int times)
    {
        var lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => Lane(lane, times / Lanes))));
        TestContext.Out.WriteLine($"{times} killed, {lanes.Sum(l => l.Midway)} of them with an unfinished file, {lanes.Sum(l => l.New)} with a new one that was not announced yet");
        lanes.Sum(l => l.Midway).ShouldBeGreaterThan(0, "no process was killed while it wrote: the test shows nothing");
    }

    private (int Midway, int New) Lane(int lane, int times)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, $"{lane}")).FullName, "run.safetensors");
        var random = new Random(lane);
        var (version, midway, unannounced) = (0, 0, 0);
        for (var i = 0; i < times; i++)
        {
            using var process = Process.Start(new ProcessStartInfo(DotnetPath, ["exec", SaverPath, path, $"{version + 1}"]) { RedirectStandardOutput = true })!;
            var announced = int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * LongestDelay));
            process.Kill();
            // a line that was cut off was announced all the same, but its number is not whole
            foreach (var line in process.StandardOutput.ReadToEnd().Split('\n')[..^1]) announced = int.Parse(line, CultureInfo.InvariantCulture);
            process.WaitForExit();
            version = VersionOf(path);
            version.ShouldBeInRange(announced, announced + 1);
            if (version > announced) unannounced++;
            if (Directory.GetFiles(Path.GetDirectoryName(path)!).Length > 1) midway++;
        }
        return (midway, unannounced);
    }

    private static int VersionOf(string path)
    {
        var state = TrainingState.Load(path);
        var version = int.Parse(state.Metadata["version"], CultureInfo.InvariantCulture);
        state["model"].Count.ShouldBe(32);
        foreach (var (name, tensor) in state["model"]) tensor.AsSpan<int>().ContainsAnyExcept(version).ShouldBeFalse(name);
        var generator = new Generator(0);
        state.Restore("random", generator);
        generator.State.ShouldBe(new GeneratorState((ulong)version, 0));
        return version;
    }
}
