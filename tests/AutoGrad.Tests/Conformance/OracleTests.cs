using AutoGrad.Conformance.Cases;
using AutoGrad.Conformance.Running;
using AutoGrad.Tests.Architecture;

namespace AutoGrad.Tests.Conformance;

/// <summary>The public cases of the oracle: values, gradients, second order, errors and training runs that another engine computed.</summary>
public class OracleTests
{
    private static readonly ILookup<string, ConformanceCase> s_cases = CaseFile.Public.SelectMany(CaseFile.ReadPublic).ToLookup(c => c.Op);

    private static readonly HashSet<string> s_pending = [.. File.ReadLines(Path.Combine(SourceTree.Root, "tests", "AutoGrad.Conformance", "pending.txt")).Where(line => line.Length > 0)];

    private static IEnumerable<string> Ops => s_cases.Select(g => g.Key);

    [TestCaseSource(nameof(Ops))]
    public void Agrees_with_torch(string op)
    {
        // two threads at once; the console program takes sixteen
        var runner = new CaseRunner(2);
        var failures = s_cases[op].Where(c => Deviations.Reason(c) is null).Select(runner.Run).Where(o => !o.Passed).Select(o => $"{o.Case.Id}: {o.Failure}").ToArray();
        if (s_pending.Contains(op)) failures.ShouldNotBeEmpty($"{op} passes: take it out of pending.txt.");
        else failures.ShouldBeEmpty();
    }

    [Test]
    public void Only_ops_of_the_oracle_are_pending() => s_pending.Except(Ops).ShouldBeEmpty();

    [Test]
    public void Every_public_case_is_there()
    {
        s_cases.Sum(g => g.Count()).ShouldBe(1_628);
        s_cases.SelectMany(g => g).Select(c => c.Id).ShouldBeUnique();
        s_cases.SelectMany(g => g).Select(Deviations.Reason).OfType<string>().Count().ShouldBeLessThanOrEqualTo(10);
    }
}
