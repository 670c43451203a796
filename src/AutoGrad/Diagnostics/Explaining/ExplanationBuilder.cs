namespace AutoGrad.Diagnostics;

/// <summary>Puts together what is known of a result: steps, values, derivatives, gradients and names.</summary>
internal sealed class ExplanationBuilder
{
    private readonly StepGraph _graph;
    private readonly ExplainedNode[] _nodes;
    private readonly Dictionary<Node, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, string> _users = [];

    private ExplanationBuilder(StepGraph graph)
    {
        (_graph, _nodes) = (graph, new ExplainedNode[graph.Entries.Count]);
        FindUsers();
    }

    /// <exception cref="InvalidOperationException">The tensor has no history, or its graph was released and not recorded.</exception>
    public static Explanation Build(Tensor result, string name, List<KeyValuePair<string, Tensor>> parameters, bool check)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result is BatchedTensor batched) throw batched.Level.Break();
        if (result.Node is null or LeafNode)
            throw new InvalidOperationException(
                $"Explain: the tensor {result.Shape} {(result.Node is null ? "depends on nothing that requires a gradient" : "is a leaf: it was not computed from anything")}. " +
                "Call WithGrad() on what you want gradients of, compute outside of GradMode.NoGrad(), and explain a result.");
        var before = ScratchPool.Current;
        try
        {
            ScratchPool.Current = null;
            using var asItIs = SavedTensorHooks.Enter(null);
            var builder = new ExplanationBuilder(StepGraph.Behind(result));
            foreach (var (path, tensor) in parameters)
                if (tensor.Node is { } node) builder._names.TryAdd(node, path);
            builder.AddNodes(result.Node, name);
            var pass = FindPass(result, builder._graph, out var note);
            using (OpObserver.Paused())
            using (GradMode.NoGrad())
            {
                builder.AddDerivatives();
                if (pass is not null) builder.AddGradients(result, pass);
                builder.MarkOrigins();
                if (check && pass is not null) GradientComparison.Run(builder._graph, builder._nodes);
            }
            return new Explanation(builder._nodes, builder._nodes.Length - 1, pass is not null, note);
        }
        finally
        {
            ScratchPool.Current = before;
        }
    }

    /// <summary>What a backward pass from the result has handed on; null if none has run, or nobody saw it.</summary>
    private static CapturedPass? FindPass(Tensor result, StepGraph graph, out string note)
    {
        note = "";
        if (BackwardCapture.From(result.Node!) is { } seen) return seen;
        if (result.Node!.IsReleased)
        {
            note = "Backward() ran where nothing was recorded: its gradients were not seen. Call it inside of Explanation.Record().";
            return null;
        }
        var released = false;
        foreach (var (place, step) in graph.Entries)
        {
            released |= step is not null && ((Node)place).IsReleased;
            if (place is LeafNode { Grad: null }) note = "Backward() has not run: there are no gradients yet.";
        }
        if (note.Length > 0) return null;
        if (released)
        {
            note = "Backward() has not run from here, and a part of the graph was released by a pass from elsewhere: there are no gradients.";
            return null;
        }
        // the graph was kept: go back again, and touch no leaf
        var (again, pass) = (new Replay(), BackwardPass.Begin());
        try
        {
            again.Start();
            pass.Run([result], [Tensor.Full(result.Shape, 1, result.DType)], [], createGraph: false, retainGraph: true);
        }
        finally
        {
            pass.End();
            again.Stop();
        }
        return BackwardCapture.From(result.Node);
    }

    private void AddNodes(Node result, string name)
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            var (place, step) = _graph.Entries[i];
            var (node, value) = (place as Node, _graph.Values[i]);
            var given = node is null ? TensorNames.Of((place as Tensor)!) : NameOf(node);
            if (ReferenceEquals(node, result)) given ??= name;
            var kind = step is not null ? ExplainedKind.Result : node is null ? ExplainedKind.Constant : ExplainedKind.Leaf;
            var op = step is null ? "" : node is MultiOutputNode ? $"{step.Op.Name} (all results)" : node is OutputNode ? $"{step.Op.Name} (one result)" : step.Op.Name;
            var (shape, dtype) = node is not null ? (node.Shape, node.DType) : value is not null ? (value.Shape, value.DType) : (default, DType.Float32);
            _nodes[i] = new ExplainedNode(i, kind, given ?? $"{(kind == ExplainedKind.Constant ? 'c' : 'v')}{i}", given is not null, op, step?.Module ?? _users.GetValueOrDefault(i, ""), shape, dtype)
            {
                Formula = step is null || node is OutputNode ? "" : OpFormula.Of(step.Op).Formula,
                Value = value is null || node is MultiOutputNode ? null : ExplainedTensor.Of(value),
            };
            if (step is not null) _nodes[i].Inputs = Array.ConvertAll(step.Inputs, input => new ExplainedInput(_graph.IdOf(input.Place)));
        }
    }

    private string? NameOf(Node node) => _names.TryGetValue(node, out var path) ? path : TensorNames.Of(node);

    // a parameter belongs to the only module that uses it
    private void FindUsers()
    {
        foreach (var (_, step) in _graph.Entries)
            foreach (var input in step?.Inputs ?? [])
            {
                var id = _graph.IdOf(input.Place);
                _users[id] = _users.TryGetValue(id, out var other) && other != step!.Module ? "" : step!.Module;
            }
    }

    private void AddDerivatives()
    {
        foreach (var node in _nodes)
        {
            if (_graph.Entries[node.Id].Step is not { } step || node.Inputs.Count == 0) continue;
            var place = (OpNode)_graph.Entries[node.Id].Node!;
            for (var k = 0; k < node.Inputs.Count; k++)
            {
                var (input, from) = (node.Inputs[k], _nodes[node.Inputs[k].Node]);
                input.Shapes = ShapeChange.Words(step.Op, from.Shape, _nodes[node.Inputs[^(k + 1)].Node].Shape, node);
                if (step.Inputs[k].Node is null || place is OutputNode) continue;
                input.Rule = OpFormula.Of(step.Op).RuleOf(k, node.Inputs.Count);
                if (step.Op.IsPointwise) input.Derivative = LocalDerivative.Of(step, place, k, _graph);
            }
        }
    }

    private void AddGradients(Tensor result, CapturedPass pass)
    {
        var paths = new List<ExplainedPath>?[_nodes.Length];
        foreach (var (node, k, value) in pass.Contributions)
        {
            if (!_graph.Has(node)) continue;
            var user = _nodes[_graph.IdOf(node)];
            if (k >= user.Inputs.Count) continue;
            user.Inputs[k].Product = value;
            (paths[user.Inputs[k].Node] ??= []).Add(new ExplainedPath(user.Id, k, value));
        }
        foreach (var node in _nodes)
        {
            if (paths[node.Id] is { } found) node.Paths = found;
            if (_graph.Entries[node.Id].Node is { } place && pass.Upstream.TryGetValue(place, out var upstream) && place is not MultiOutputNode) node.Gradient = upstream;
            else if (node.Paths.Count > 0) node.Gradient = node.Paths.Skip(1).Aggregate(node.Paths[0].Product, (sum, path) => sum.Plus(path.Product));
        }
        _nodes[^1].Gradient ??= ExplainedTensor.Of(Tensor.Full(result.Shape, 1, result.DType));
    }

    private void MarkOrigins()
    {
        foreach (var node in _nodes)
        {
            if (node.Value is { NonFinite: > 0 } && !node.Inputs.Any(input => _nodes[input.Node].Value is { NonFinite: > 0 })) node.IsNonFiniteOrigin = true;
            foreach (var input in node.Inputs)
                if (input.Product is { NonFinite: > 0 } && node.Gradient is not { NonFinite: > 0 }) input.IsNonFiniteOrigin = true;
        }
    }

    /// <summary>Sees one pass that is run for the explanation alone.</summary>
    private sealed class Replay : OpObserver
    {
        private readonly BackwardCapture _capture = new();

        public void Start() => Begin();

        public void Stop() => End();

        protected override void PulledBack(Node node, int input, Tensor g, Tensor d) => _capture.Add(node, input, g, d);
    }
}
