namespace AutoGrad.Tests.Samples;

[NonParallelizable]
public class VaeSampleTests
{
    private static readonly Lazy<SampleProgram.Result> s_run = new(() => SampleProgram.Run("vae.cs", "--quick"));

    [Test]
    public void A_code_of_some_nats_saves_many_times_what_it_costs()
    {
        var run = s_run.Value;
        run.ExitCode.ShouldBe(0);
        var judged = run.Lines.Where(line => line.StartsWith("epoch", StringComparison.Ordinal)).Select(PrintedNumber.AllOf).ToArray();
        var (first, last) = (judged[0], judged[^1]);      // epoch, reconstruction, KL, together
        last[3].ShouldBe(last[1] + last[2], 0.011);
        last[2].ShouldBeInRange(8, 25);
        last[3].ShouldBeLessThan(first[3] - 60);
    }

    [Test]
    public void Pictures_are_drawn_of_the_test_set_of_their_codes_and_of_noise()
    {
        var drawing = s_run.Value.Lines.Where(line => line.Length == 5 * 16 + 4 * 2 && line.All(c => " .:-=+*#@".Contains(c))).ToArray();
        drawing.Length.ShouldBe(4 * 8);
        foreach (var pictures in drawing.Chunk(8)) pictures.Sum(line => line.Count(c => c is '#' or '@')).ShouldBeGreaterThan(20);
    }

    [Test]
    public void Without_its_file_it_says_what_to_give_it()
    {
        var run = SampleProgram.Run("vae.cs", "--quick", "nowhere.csv");
        run.ExitCode.ShouldBe(2);
        run.Errors.TrimEnd().ShouldEndWith("Name a file of digits.");
        run.Errors.TrimEnd().Split('\n').Length.ShouldBe(1);
    }
}
