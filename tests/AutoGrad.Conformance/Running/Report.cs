using AutoGrad.Conformance.Cases;

namespace AutoGrad.Conformance.Running;

/// <summary>Counts outcomes and writes what a reader wants to know.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly Dictionary<string, (HashSet<string> Ops, int Cases)> _unsupported = [];
    private readonly List<RegressionCase> _regressions = [];
    private int _passed, _failed, _skipped, _conventionsPassed, _conventionsFailed;

    public bool AllPassed => _failed == 0;

    /// <summary>Runs a case and writes a line if it fails.</summary>
    public void Add(ConformanceCase @case, CaseRunner runner)
    {
        if (Deviations.Reason(@case) is { } reason)
        {
            _skipped++;
            output.WriteLine($"skipped {@case.Id}: {reason}");
            return;
        }
        var outcome = runner.Run(@case);
        if (outcome.Passed) _passed++;
        else _failed++;
        if (@case.Convention is not null)
        {
            if (outcome.Passed) _conventionsPassed++;
            else _conventionsFailed++;
        }
        if (outcome.Failure is { } failure) output.WriteLine($"failed {@case.Id}: {failure}");
        if (@case is RegressionCase regression) _regressions.Add(regression);
        if (outcome.Unsupported is not { } what) return;
        var (ops, cases) = _unsupported.GetValueOrDefault(what, ([], 0));
        ops.Add(@case.Op);
        _unsupported[what] = (ops, cases + 1);
    }

    /// <summary>Writes the table of what is not supported, and the counts.</summary>
    public void Finish()
    {
        if (_unsupported.Count > 0) output.WriteLine($"{"not supported",-44} cases  ops");
        foreach (var (what, (ops, cases)) in _unsupported.OrderBy(u => u.Key, StringComparer.Ordinal))
            output.WriteLine($"{what,-44} {cases,5}  {string.Join(", ", ops)}");
        foreach (var start in _regressions.GroupBy(r => r.Variant))
        {
            var worst = start.MinBy(r => r.Digits)!;
            output.WriteLine($"regression from {start.Key}: {start.Count(r => r.Digits >= 8)} of {start.Count()} with 8 digits, {start.Count(r => r.Digits >= 6)} with 6; the least is {worst.Id.Split('#')[0]} with {worst.Digits:F1}");
        }
        output.WriteLine($"convention: {_conventionsPassed} passed, {_conventionsFailed} failed");
        output.WriteLine($"{_passed} passed, {_failed} failed, {_skipped} skipped");
    }
}
