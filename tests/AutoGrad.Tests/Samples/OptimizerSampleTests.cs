namespace AutoGrad.Tests.Samples;

[NonParallelizable]
public class OptimizerSampleTests
{
    private static readonly Lazy<SampleProgram.Result> s_run = new(() => SampleProgram.Run("optimizers.cs", "--quick"));

    [Test]
    public void Who_knows_curvature_arrives_first_and_plain_descent_last()
    {
        var run = s_run.Value;
        run.ExitCode.ShouldBe(0);
        var walks = run.Lines.Where(line => line.Contains(" with a rate of ")).ToDictionary(line => (line.Split(' ')[0], run.Output.IndexOf(line, StringComparison.Ordinal) > run.Output.IndexOf("A ravine", StringComparison.Ordinal)));
        walks.Count.ShouldBe(10);
        walks[("SGD", false)].ShouldContain("not there after 500 steps");
        Steps("L-BFGS", false).ShouldBeInRange(20, 40);
        Steps("L-BFGS", false).ShouldBeLessThan(Steps("momentum", false));
        Steps("L-BFGS", true).ShouldBeLessThan(10);
        foreach (var name in new[] { "momentum", "Adam" }) Steps(name, true).ShouldBeLessThan(Steps("SGD", true));

        double Steps(string name, bool ravine) => PrintedNumber.After(": ", walks[(name, ravine)]);
    }

    [Test]
    public void A_map_shows_the_way_from_start_to_goal()
    {
        var lines = s_run.Value.Lines;
        var at = Array.FindIndex(lines, line => line.StartsWith("L-BFGS", StringComparison.Ordinal));
        var map = string.Concat(lines[(at + 1)..(at + 18)]);
        map.Count(c => c == 'S').ShouldBe(1);
        map.Count(c => c == 'G').ShouldBe(1);
        map.Count(c => c == 'o').ShouldBeInRange(10, 40);
    }
}
