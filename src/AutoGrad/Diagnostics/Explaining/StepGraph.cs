using AutoGrad.Ops;

namespace AutoGrad.Diagnostics;

/// <summary>The steps behind a result, oldest first, and all tensors they are about, numbered so that inputs come before results.</summary>
internal sealed class StepGraph
{
    private readonly Dictionary<object, int> _ids = new(ReferenceEqualityComparer.Instance);

    private StepGraph() { }

    /// <summary>One entry a tensor.</summary>
    /// <param name="Place">What it is, equal for all uses.</param>
    /// <param name="Step">How it was computed; null for leaves and constants.</param>
    public readonly record struct Entry(object Place, RecordedStep? Step)
    {
        /// <summary>Its place in the graph; null for a constant.</summary>
        public Node? Node => Place as Node;
    }

    /// <summary>All tensors.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>What is known of their values.</summary>
    public List<Tensor?> Values { get; } = [];

    /// <summary>True when every step was recorded, so that it can be run again.</summary>
    public bool IsRecorded { get; private set; } = true;

    /// <summary>The number of a place.</summary>
    public int IdOf(object place) => _ids[place];

    /// <summary>Whether a place is behind the result.</summary>
    public bool Has(object place) => _ids.ContainsKey(place);

    /// <summary>Finds the steps.</summary>
    /// <exception cref="InvalidOperationException">A step was released and not recorded.</exception>
    public static StepGraph Behind(Tensor result)
    {
        var (graph, steps, waiting) = (new StepGraph(), new Dictionary<Node, RecordedStep>(ReferenceEqualityComparer.Instance), new Stack<Node>());
        waiting.Push(result.Node!);
        while (waiting.TryPop(out var node))
        {
            if (node is not OpNode op || steps.ContainsKey(node)) continue;
            if (RecordedStep.Find(node) is not { } step)
            {
                step = RecordedStep.OfTape(op);
                graph.IsRecorded = false;
            }
            steps.Add(node, step);
            foreach (var input in step.Inputs)
                if (input.Node is not null) waiting.Push(input.Node);
        }
        var nodes = new List<Node>(steps.Keys);
        nodes.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        foreach (var node in nodes) graph.Add(node, steps[node]);
        graph.Values[^1] ??= result.Elements.Length < result.Size ? null : result;
        graph.Fill();
        return graph;
    }

    private void Add(Node node, RecordedStep step)
    {
        foreach (var (place, _, value) in step.Inputs)
        {
            if (_ids.TryAdd(place, Entries.Count)) Append(place, null, null);
            Values[_ids[place]] ??= value;
        }
        if (_ids.TryAdd(node, Entries.Count)) Append(node, step, step.Output);
    }

    private void Append(object place, RecordedStep? step, Tensor? value)
    {
        Entries.Add(new Entry(place, step));
        Values.Add(value);
    }

    // what the tape does not keep follows from what it does keep, where running a step again has no other effect
    private void Fill()
    {
        if (IsRecorded) return;
        using var unseen = OpObserver.Paused();
        using var silent = GradMode.NoGrad();
        for (var i = 0; i < Entries.Count; i++)
        {
            if (Values[i] is not null || Entries[i] is not { Step: { } step, Node: not (MultiOutputNode or OutputNode) }) continue;
            if (!(step.Op.IsPointwise || step.Op is ILinear or MatMulOp or LinearOp or ReductionOp)) continue;
            var inputs = Array.ConvertAll(step.Inputs, input => Values[_ids[input.Place]]);
            if (Array.IndexOf(inputs, null) < 0) Values[i] = step.Op.Compute(inputs!);
        }
    }
}
