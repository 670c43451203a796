using System.Globalization;

namespace AutoGrad;

/// <summary>Everything that is checked of one graph.</summary>
internal sealed class FuzzChecks(FuzzOptions options)
{
    private const double ValueTolerance = 1e-9;

    // a mistake stays when the inputs move a little; a tie, or a jump between two ways to compute, does not
    private const double Nearby = 1e-3;

    /// <summary>What one graph shows.</summary>
    /// <param name="Fault">The mistake; null if there is none.</param>
    /// <param name="Message">The mistake in words.</param>
    /// <param name="Inconclusive">It could not be judged.</param>
    public readonly record struct Verdict(FuzzFault? Fault, string Message, bool Inconclusive);

    /// <summary>How many gradients were compared with central differences.</summary>
    public long Comparisons { get; private set; }

    /// <summary>Checks a graph; a mistake counts only if it is there at two points nearby as well.</summary>
    public Verdict Check(FuzzGraph graph)
    {
        var verdict = CheckHere(graph);
        if (verdict.Fault is not (FuzzFault.Gradient or FuzzFault.FurtherCheck or FuzzFault.Value)) return verdict;
        var random = new Random(graph.Nodes.Count);
        for (var i = 0; i < 2; i++)
            if (CheckHere(Moved(graph, random)).Fault != verdict.Fault) return new Verdict(null, "", Inconclusive: true);
        return verdict;
    }

    public static bool IsFinite(Tensor t)
    {
        foreach (var v in t.AsSpan<double>())
            if (!double.IsFinite(v)) return false;
        return true;
    }

    private Verdict CheckHere(FuzzGraph graph)
    {
        if (graph.Outputs.Count == 0) return default;
        try
        {
            if (Values(graph) is { Fault: not null } wrong) return wrong;
            var report = GradCheck.Run(graph.Run, graph.Inputs.ToArray(), options.Check);
            Comparisons += report.Comparisons;
            if (!report.Passed)
                return report.Findings.All(f => f.Cause == GradCheckCause.Kink) ? new Verdict(null, "", Inconclusive: true) : new Verdict(FuzzFault.Gradient, report.ToString(), false);
            return options.FurtherCheck?.Invoke(graph) is { } further ? new Verdict(FuzzFault.FurtherCheck, further, false) : default;
        }
        catch (Exception thrown)        // whatever it is, it is the finding
        {
            return new Verdict(FuzzFault.Threw, $"{thrown.GetType().Name}: {thrown.Message}", false);
        }
    }

    private static Verdict Values(FuzzGraph graph)
    {
        using var scope = GradMode.NoGrad();
        var values = graph.Values(graph.Inputs);
        for (var i = 0; i < values.Length; i++)
        {
            if (graph.Nodes[i].Candidate is not { } candidate) continue;
            if (!IsFinite(values[i])) return new Verdict(FuzzFault.NotFinite, $"{candidate.Name} gives {values[i]}, which is not finite, on operands of its domain.", false);
            if (candidate.Reference is { } reference && Differs(candidate.Name, reference, graph.Nodes[i].Operands, values, values[i]) is { } message)
                return new Verdict(FuzzFault.Value, message, false);
        }
        return default;
    }

    private static string? Differs(string name, Func<double[], double> reference, IReadOnlyList<int> operands, Tensor[] values, Tensor result)
    {
        var columns = new double[operands.Count][];
        for (var k = 0; k < columns.Length; k++) columns[k] = values[operands[k]].Expand(result.Shape).ToArray<double>();
        var x = new double[columns.Length];
        var y = result.AsSpan<double>();
        for (var i = 0; i < y.Length; i++)
        {
            for (var k = 0; k < x.Length; k++) x[k] = columns[k][i];
            var expected = reference(x);
            if (!(Math.Abs(y[i] - expected) <= ValueTolerance * Math.Max(1, Math.Abs(expected))))
                return string.Create(CultureInfo.InvariantCulture, $"{name}({string.Join(", ", x)}) gives {y[i]:R}, its reference {expected:R}, at element {i}.");
        }
        return null;
    }

    private static FuzzGraph Moved(FuzzGraph graph, Random random)
    {
        var nodes = new FuzzNode[graph.Nodes.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = graph.Nodes[i];
            if (nodes[i].Value is not { } input) continue;
            var data = input.ToArray<double>();
            for (var j = 0; j < data.Length; j++) data[j] += Nearby * (random.NextDouble() - 0.5) * Math.Max(0.1, Math.Abs(data[j]));
            nodes[i] = new FuzzNode(Tensor.From(data, input.Shape));
        }
        return new FuzzGraph(nodes);
    }
}
