namespace AutoGrad;

/// <summary>What <see cref="GradCheck"/> found. It holds numbers and words only, no tensor and no graph.</summary>
public sealed class GradCheckReport
{
    internal GradCheckReport(string op, int order, int comparisons, IReadOnlyList<GradCheckFinding> findings) =>
        (Op, Order, Comparisons, Findings) = (op, order, comparisons, findings);

    /// <summary>The name of the op that made the output, or what the options call the function.</summary>
    public string Op { get; }

    /// <summary>The highest order of derivative that was asked for.</summary>
    public int Order { get; }

    /// <summary>How many pairs of numbers were compared.</summary>
    public int Comparisons { get; }

    /// <summary>What is wrong; empty if nothing is.</summary>
    public IReadOnlyList<GradCheckFinding> Findings { get; }

    /// <summary>True if nothing is wrong.</summary>
    public bool Passed => Findings.Count == 0;

    /// <summary>Throws if something is wrong.</summary>
    /// <exception cref="GradCheckException">With the whole report as its message.</exception>
    public void ThrowIfFailed()
    {
        if (!Passed) throw new GradCheckException(this);
    }

    /// <summary>The report, one line a finding.</summary>
    public override string ToString() => Passed
        ? $"GradCheck passed: {Op}, up to order {Order}, {Comparisons} comparisons."
        : $"GradCheck failed: {Op}, up to order {Order}, {Comparisons} comparisons, {Findings.Count} {(Findings.Count == 1 ? "finding" : "findings")}.\n  {string.Join("\n  ", Findings)}";
}

/// <summary>A gradient check failed; the message is its report.</summary>
/// <param name="report">What was found.</param>
public sealed class GradCheckException(GradCheckReport report) : Exception(report.ToString())
{
    /// <summary>What was found.</summary>
    public GradCheckReport Report { get; } = report;
}
