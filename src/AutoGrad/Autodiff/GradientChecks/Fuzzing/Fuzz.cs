namespace AutoGrad;

public static partial class GradCheck
{
    /// <summary>Checks random expressions over the library's operations and yours: their gradients against central differences, and values against references.</summary>
    /// <remarks>
    /// <para>Each graph calls a few candidates on random inputs and on one another's results. Where the differences disagree
    /// because of a kink or a jump at the sample, the graph counts as inconclusive. The first graph with a mistake is shrunk
    /// to the fewest calls, the smallest inputs and the simplest numbers that still show it, and written as a program.</para>
    /// <code>
    /// GradCheck.Fuzz([FuzzCandidate.Unary("Mine", x => new MyOp().Apply(x)), .. FuzzCandidates.All]).ThrowIfFailed();
    /// </code>
    /// </remarks>
    /// <param name="candidates">What to call; <see cref="FuzzCandidates.All"/> are the library's own.</param>
    /// <param name="options">How many graphs, of which seed, and how to check them; null for the defaults.</param>
    /// <returns>What was done, and the first failure.</returns>
    /// <exception cref="ArgumentException">There is no candidate, or no graph could be made of them.</exception>
    public static FuzzReport Fuzz(IEnumerable<FuzzCandidate> candidates, FuzzOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        options ??= new FuzzOptions();
        var lots = GraphGenerator.Lots(candidates);
        if (lots.Length == 0) throw new ArgumentException("GradCheck.Fuzz: there are no candidates.", nameof(candidates));
        var (checks, uses, calls, inconclusive) = (new FuzzChecks(options), new SortedDictionary<string, int>(StringComparer.Ordinal), 0L, 0);
        for (var k = 0; k < options.Count; k++)
        {
            var index = checked(options.First + k);
            var graph = GraphGenerator.Make(lots, options, index);
            if (graph.Calls == 0) throw new ArgumentException("GradCheck.Fuzz: no candidate accepts any of many random shapes; give one that does.", nameof(candidates));
            foreach (var node in graph.Nodes)
                if (node.Candidate is { } candidate) uses[candidate.Name] = uses.GetValueOrDefault(candidate.Name) + 1;
            calls += graph.Calls;
            var verdict = checks.Check(graph);
            if (verdict.Inconclusive) inconclusive++;
            if (verdict.Fault is not { } fault) continue;
            var small = new GraphShrinker(checks, fault).Shrink(graph);
            var message = checks.Check(small).Message;
            var failure = new FuzzFailure(index, fault, message, small, graph, FuzzSnippet.Of(small, options.Check, fault, message));
            return new FuzzReport(options, k + 1, calls, checks.Comparisons, inconclusive, uses, failure);
        }
        return new FuzzReport(options, options.Count, calls, checks.Comparisons, inconclusive, uses, null);
    }
}
