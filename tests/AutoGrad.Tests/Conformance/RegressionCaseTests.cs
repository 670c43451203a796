using AutoGrad.Conformance.Cases;
using AutoGrad.Conformance.Running;

namespace AutoGrad.Tests.Conformance;

/// <summary>Regression problems are recognised, fitted and judged.</summary>
public class RegressionCaseTests
{
    private const string BoxBod = """
        {"source":"NIST StRD","problems":[{"name":"BoxBOD","model":"b[0]*(1-torch.exp(-b[1]*x))","response":"y","predictors":["x"],"start1":[1.0,1.0],"start2":[100.0,0.75],
        "certified":[213.80940889,0.54723748542],"data_columns":["y","x"],"data":[[109.0,1.0],[149.0,2.0],[149.0,3.0],[191.0,5.0],[213.0,7.0],[224.0,10.0]]}]}
        """;

    [Test]
    public void Both_starts_are_cases_and_pass()
    {
        var cases = Read(BoxBod);
        cases.Select(c => c.Id).ShouldBe(["BoxBOD#1", "BoxBOD#2"]);
        foreach (var c in cases) new CaseRunner(2).Run(c).Failure.ShouldBeNull();
    }

    [Test]
    public void A_wrong_eighth_digit_fails() =>
        new CaseRunner(1).Run(Read(BoxBod.Replace("213.80940889", "213.80941289"))[1]).Failure.ShouldStartWith("Float64: parameters: element 0");

    [Test]
    public void The_digits_of_each_start_are_reported()
    {
        using var output = new StringWriter();
        var report = new Report(output);
        foreach (var c in Read(BoxBod)) report.Add(c, new CaseRunner(1));
        report.Finish();
        output.ToString().ShouldContain("regression from start 2: 1 of 1 with 8 digits, 1 with 6; the least is BoxBOD with 1");
        output.ToString().TrimEnd().ShouldEndWith("2 passed, 0 failed, 0 skipped");
    }

    private static List<ConformanceCase> Read(string json)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json.ReplaceLineEndings(""));
            return CaseFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
