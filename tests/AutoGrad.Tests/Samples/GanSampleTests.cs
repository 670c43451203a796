namespace AutoGrad.Tests.Samples;

[NonParallelizable]
public class GanSampleTests
{
    [Test]
    public void Most_clouds_are_found_in_a_few_rounds()
    {
        var run = SampleProgram.Run("gan.cs", "--quick");
        run.ExitCode.ShouldBe(0);
        var last = PrintedNumber.AllOf(run.Lines[^1]);      // modes hit, of 8, good points in per cent
        last[0].ShouldBeGreaterThanOrEqualTo(5);
        last[2].ShouldBeGreaterThan(25);
    }
}
