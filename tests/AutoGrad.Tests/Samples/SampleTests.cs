using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoGrad.Tests.Samples;

/// <summary>Every sample is short, and says at reduced size what it should: a new one needs one row.</summary>
[NonParallelizable]
public class SampleTests
{
    // the command line; what it prints, with a figure; where that figure must be
    private static readonly SampleRun[] s_runs =
    [
        new("chain.cs", @"step 10\r?\n(?:.*\n)+?.*loss = .* ([\d.]+)", 0.07297, 0.07298),
        new("digits.cs --quick", @"test accuracy: ([\d.]+) %", 90, 100),
        new("expression.cs", @"Newton 5: f\(.*\) = ([\d.]+)", 0.0994, 0.0995),
        new("gpt.cs --quick", @"held out: ([\d.]+) nats", 2, 2.9),
        new("lstm.cs --quick", @"held out: ([\d.]+) nats", 2, 2.7),
        new($"mnist.cs {MnistLike.Placeholder} --quick", @"test accuracy: ([\d.]+) %", 80, 100),
        new("spiral.cs", @"(\d+) of 200 points on the right side", 198, 200),
        new("xor.cs", @"step 1500  loss ([\d.]+)", 0.0020831148, 0.0020831148),
    ];

    // the first needs more than the library itself: .ci/run runs it; the others have tests of their own beside this
    private static readonly string[] s_elsewhere = ["explain.cs", "cartpole.cs", "gan.cs", "optimizers.cs", "vae.cs", "vanishing.cs"];

    public static IEnumerable<string> Files => Directory.EnumerateFiles(SampleProgram.Folder, "*.cs").Select(f => Path.GetFileName(f)!).Order();

    private static IEnumerable<TestCaseData> Runs => s_runs.Select(run => new TestCaseData(run).SetArgDisplayNames(run.Command));

    [TestCaseSource(nameof(Files))]
    public void A_sample_is_one_file_under_100_lines(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(SampleProgram.Folder, file));
        lines.Length.ShouldBeLessThan(100);
        lines[0].ShouldBe("#:project ../../src/AutoGrad");
        lines[1].ShouldStartWith("// ");
    }

    [Test]
    public void Every_sample_has_a_row() => Files.ShouldBe([.. s_runs.Select(run => run.Words[0]).Concat(s_elsewhere).Distinct()], ignoreOrder: true);

    [TestCaseSource(nameof(Runs))]
    public void A_sample_prints_the_figure_it_should(SampleRun run)
    {
        var (output, errors, code) = SampleProgram.Run(run.Words[0], MnistLike.InPlace(run.Words[1..]));
        code.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        var match = Regex.Match(output, run.Figure);
        match.Success.ShouldBeTrue(output);
        double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture).ShouldBeInRange(run.AtLeast, run.AtMost);
    }

    [Test]
    public void A_language_model_starts_at_the_logarithm_of_its_vocabulary()
    {
        var start = Regex.Match(SampleProgram.Run("gpt.cs", "--quick").Output, @"start: ([\d.]+) nats a character; ln\((\d+)\)");
        var (loss, vocabulary) = (double.Parse(start.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(start.Groups[2].Value, CultureInfo.InvariantCulture));
        loss.ShouldBe(Math.Log(vocabulary), 1e-4);
    }

    [TestCase("digits.cs", "no such file.csv")]
    [TestCase("gpt.cs", "no such file.txt")]
    [TestCase("lstm.cs", "no such file.txt")]
    [TestCase("mnist.cs", "only one file")]
    [TestCase("mnist.cs", "no", "such", "files", "here")]
    public void Without_its_data_a_sample_says_so_in_one_line_and_ends_with_2(string file, params string[] arguments)
    {
        var (output, errors, code) = SampleProgram.Run(file, arguments);
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.TrimEnd().ShouldNotBeEmpty();
        errors.TrimEnd().ShouldNotContain('\n');
    }

    /// <summary>A sample, run.</summary>
    /// <param name="Command">The file and its arguments.</param>
    /// <param name="Figure">Finds a number in what it prints: the first group.</param>
    /// <param name="AtLeast">The least it may be.</param>
    /// <param name="AtMost">The most it may be.</param>
    public sealed record SampleRun(string Command, string Figure, double AtLeast, double AtMost)
    {
        public string[] Words => Command.Split(' ');
    }
}
