namespace AutoGrad;

/// <summary>Makes a graph that shows a mistake smaller, as long as it shows the same kind of mistake.</summary>
internal sealed class GraphShrinker(FuzzChecks checks, FuzzFault fault)
{
    // a mistake is found in some dozens of checks; this only bounds the strange ones
    private int _left = 2000;

    /// <summary>The smallest graph found.</summary>
    public FuzzGraph Shrink(FuzzGraph graph)
    {
        for (var smaller = true; smaller && _left > 0;)
        {
            smaller = false;
            foreach (var step in new Func<FuzzGraph, IEnumerable<FuzzGraph>>[] { WithOneOutput, WithoutACall, WithSmallerInputs, WithSimplerNumbers })
                while (Better(step(graph)) is { } better) (graph, smaller) = (better, true);
        }
        return graph;
    }

    private FuzzGraph? Better(IEnumerable<FuzzGraph> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (_left-- <= 0) return null;
            if ((fault == FuzzFault.Threw || IsInside(candidate)) && checks.Check(candidate).Fault == fault) return candidate;
        }
        return null;
    }

    /// <summary>Everything that one place needs, and nothing else; small ones first.</summary>
    private static IEnumerable<FuzzGraph> WithOneOutput(FuzzGraph graph)
    {
        for (var i = 0; i < graph.Nodes.Count; i++)
            if (graph.Nodes[i].Candidate is not null && Reachable(graph.Nodes, [i]) is { } smaller && smaller.Nodes.Count < graph.Nodes.Count) yield return smaller;
    }

    /// <summary>A call replaced by an input that holds its value, or by one of its operands.</summary>
    private static IEnumerable<FuzzGraph> WithoutACall(FuzzGraph graph)
    {
        var values = ValuesOf(graph);
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            if (graph.Nodes[i].Candidate is null || values[i] is not { } value) continue;
            var nodes = graph.Nodes.ToArray();
            nodes[i] = new FuzzNode(value.Detach().Clone());
            if (Reachable(nodes, graph.Outputs) is { } cut) yield return cut;
            foreach (var operand in graph.Nodes[i].Operands)
                if (values[operand]!.Shape == value.Shape && Reachable(Bypassed(graph.Nodes, i, operand), [.. graph.Outputs.Select(o => o == i ? operand : o)]) is { } bypassed) yield return bypassed;
        }
    }

    /// <summary>Extents made 1 or one less, in all inputs that have them, and axes of extent 1 dropped.</summary>
    private IEnumerable<FuzzGraph> WithSmallerInputs(FuzzGraph graph)
    {
        // another shape than the candidate would propose may be wrong for another reason
        if (fault is FuzzFault.Threw or FuzzFault.FurtherCheck) yield break;
        var extents = graph.Inputs.SelectMany(x => x.Shape).Where(e => e > 1).Distinct().OrderDescending().ToArray();
        foreach (var extent in extents)
            foreach (var less in extent == 2 ? [1] : new[] { 1, extent - 1 })
                yield return Mapped(graph, (_, x) => Cropped(x, e => e == extent ? less : e));
        for (var k = 0; k < graph.Inputs.Count; k++)
            for (var axis = 0; axis < graph.Inputs[k].Rank; axis++)
            {
                var (input, at) = (k, axis);
                if (graph.Inputs[k].Shape[axis] > 1) yield return Mapped(graph, (i, x) => i == input ? x.Narrow(at, 0, 1).Clone() : x);
                else yield return Mapped(graph, (i, x) => i == input ? x.Squeeze(at).Clone() : x);
            }
    }

    private static IEnumerable<FuzzGraph> WithSimplerNumbers(FuzzGraph graph)
    {
        foreach (var digits in new[] { 1, 2 })
            for (var k = 0; k < graph.Inputs.Count; k++)
            {
                var before = graph.Inputs[k].ToArray<double>();
                var after = Array.ConvertAll(before, v => Math.Round(v, digits));
                var input = k;
                if (!before.AsSpan().SequenceEqual(after)) yield return Mapped(graph, (i, x) => i == input ? Tensor.From(after, x.Shape) : x);
            }
    }

    // outside of its domain a call may well be wrong
    private static bool IsInside(FuzzGraph graph)
    {
        var values = ValuesOf(graph);
        foreach (var node in graph.Nodes)
            for (var k = 0; k < node.Operands.Count; k++)
            {
                if (values[node.Operands[k]] is not { } operand) return false;
                var (low, high) = node.Candidate!.Domain(k);
                foreach (var v in operand.AsSpan<double>())
                    if (v < low || v > high) return false;
            }
        return true;
    }

    /// <summary>The results of all places before the first that throws; null from there on.</summary>
    private static Tensor?[] ValuesOf(FuzzGraph graph)
    {
        using var scope = GradMode.NoGrad();
        var (values, input) = (new Tensor[graph.Nodes.Count], 0);
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                var node = graph.Nodes[i];
                values[i] = node.Candidate is { } candidate ? FuzzGraph.Call(candidate, node.Settings, node.Operands, values) : graph.Inputs[input++];
            }
        }
        catch (Exception)       // the check of the graph reports it
        {
            return values;
        }
        return values;
    }

    private static FuzzNode[] Bypassed(IReadOnlyList<FuzzNode> nodes, int call, int operand)
    {
        var result = new FuzzNode[nodes.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var node = nodes[i];
            result[i] = node.Candidate is { } candidate ? new FuzzNode(candidate, [.. node.Settings], [.. node.Operands.Select(o => o == call ? operand : o)]) : node;
        }
        return result;
    }

    private static Tensor Cropped(Tensor x, Func<int, int> extent)
    {
        for (var axis = 0; axis < x.Rank; axis++) x = x.Narrow(axis, 0, extent(x.Shape[axis]));
        return x.Clone();
    }

    private static FuzzGraph Mapped(FuzzGraph graph, Func<int, Tensor, Tensor> map)
    {
        var (nodes, input) = (graph.Nodes.ToArray(), 0);
        for (var i = 0; i < nodes.Length; i++)
            if (nodes[i].Value is { } x) nodes[i] = new FuzzNode(map(input++, x));
        return new FuzzGraph(nodes);
    }

    /// <summary>The nodes that the given places need; null if no call is left.</summary>
    private static FuzzGraph? Reachable(IReadOnlyList<FuzzNode> nodes, IReadOnlyList<int> outputs)
    {
        var needed = new bool[nodes.Count];
        foreach (var output in outputs) needed[output] = nodes[output].Candidate is not null;
        for (var i = nodes.Count - 1; i >= 0; i--)
            if (needed[i])
                foreach (var operand in nodes[i].Operands) needed[operand] = true;
        var (places, kept, calls) = (new int[nodes.Count], new List<FuzzNode>(), 0);
        for (var i = 0; i < needed.Length; i++)
        {
            if (!needed[i]) continue;
            places[i] = kept.Count;
            var node = nodes[i];
            if (node.Candidate is not null) calls++;
            kept.Add(node.Candidate is { } candidate ? new FuzzNode(candidate, [.. node.Settings], [.. node.Operands.Select(o => places[o])]) : node);
        }
        return calls == 0 ? null : new FuzzGraph(kept);
    }
}
