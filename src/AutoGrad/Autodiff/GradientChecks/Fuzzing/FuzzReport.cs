using System.Globalization;

namespace AutoGrad;

/// <summary>What kind of mistake a graph shows.</summary>
public enum FuzzFault
{
    /// <summary>A gradient differs from central differences, or cannot be computed.</summary>
    Gradient,

    /// <summary>A value differs from its candidate's reference.</summary>
    Value,

    /// <summary>A value is no finite number, on operands of the candidate's domain.</summary>
    NotFinite,

    /// <summary>A candidate throws on operands that it proposed itself.</summary>
    Threw,

    /// <summary>The check of the options found something.</summary>
    FurtherCheck,
}

/// <summary>A graph with a mistake, made as small as it could be.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Fault">What kind of mistake it shows.</param>
/// <param name="Message">What is wrong with the small graph.</param>
/// <param name="Graph">The small graph.</param>
/// <param name="Original">The graph as it was made.</param>
/// <param name="Snippet">The small graph as a C# program that checks it.</param>
public sealed record FuzzFailure(int Index, FuzzFault Fault, string Message, FuzzGraph Graph, FuzzGraph Original, string Snippet);

/// <summary>What <see cref="GradCheck.Fuzz"/> did and found.</summary>
public sealed class FuzzReport
{
    internal FuzzReport(FuzzOptions options, int graphs, long calls, long comparisons, int inconclusive, IReadOnlyDictionary<string, int> uses, FuzzFailure? failure) =>
        (Seed, Graphs, Calls, Comparisons, Inconclusive, Uses, Failure) = (options.Seed, graphs, calls, comparisons, inconclusive, uses, failure);

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>How many graphs were made and checked.</summary>
    public int Graphs { get; }

    /// <summary>How many calls they have in all.</summary>
    public long Calls { get; }

    /// <summary>How many gradients were compared with central differences.</summary>
    public long Comparisons { get; }

    /// <summary>How many graphs could not be judged: they have a kink or a jump at the sample, or disagree there and agree nearby.</summary>
    public int Inconclusive { get; }

    /// <summary>How often each candidate was called, by name.</summary>
    public IReadOnlyDictionary<string, int> Uses { get; }

    /// <summary>The first failure; null if there is none.</summary>
    public FuzzFailure? Failure { get; }

    /// <summary>True if no graph failed.</summary>
    public bool Passed => Failure is null;

    /// <summary>Throws if a graph failed.</summary>
    /// <exception cref="FuzzException">With the whole report as its message.</exception>
    public void ThrowIfFailed()
    {
        if (!Passed) throw new FuzzException(this);
    }

    /// <summary>The report; a failure with its snippet.</summary>
    public override string ToString()
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"seed {Seed}, {Graphs} graphs, {Calls} calls, {Comparisons} comparisons, {Inconclusive} inconclusive");
        return Failure is not { } f
            ? $"GradCheck.Fuzz passed: {run}."
            : $"GradCheck.Fuzz failed: {run}.\nGraph {f.Index}, {f.Original.Calls} calls, shrunk to {f.Graph.Calls}: {f.Fault}.\n{f.Message}\n\n{f.Snippet}";
    }
}

/// <summary>A random graph has a wrong gradient or value; the message is the report.</summary>
/// <param name="report">What was found.</param>
public sealed class FuzzException(FuzzReport report) : Exception(report.ToString())
{
    /// <summary>What was found.</summary>
    public FuzzReport Report { get; } = report;
}
