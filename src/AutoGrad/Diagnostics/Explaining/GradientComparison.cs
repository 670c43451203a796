namespace AutoGrad.Diagnostics;

/// <summary>Compares the gradients of an explanation with central differences: each recorded step is run again, in double precision, on values moved a little.</summary>
internal sealed class GradientComparison
{
    // of small steps, or thousands of multiplications: some tenths of a second
    private const double Budget = 40_000;
    private const int MostNodes = 2_000, MostElements = 256;
    private const double Step = 6e-6;

    private readonly StepGraph _graph;
    private readonly ExplainedNode[] _nodes;
    private readonly Tensor?[] _values;
    private readonly Tensor?[] _moved;
    private readonly Tensor[]?[] _several;

    private GradientComparison(StepGraph graph, ExplainedNode[] nodes)
    {
        (_graph, _nodes) = (graph, nodes);
        (_values, _moved, _several) = (new Tensor?[nodes.Length], new Tensor?[nodes.Length], new Tensor[]?[nodes.Length]);
    }

    public static void Run(StepGraph graph, ExplainedNode[] nodes)
    {
        var reason = Obstacle(graph);
        if (reason.Length == 0)
            try
            {
                reason = new GradientComparison(graph, nodes).Compare();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
            {
                reason = $"The steps cannot be run again in double precision: {e.Message}";
            }
        if (reason.Length == 0) return;
        foreach (var node in nodes)
            if (node.Gradient is not null) node.Check = new ExplainedCheck([], [], false, reason);
    }

    private static string Obstacle(StepGraph graph)
    {
        if (!graph.IsRecorded) return "The computation was not recorded: compute inside of Explanation.Record().";
        if (graph.Entries.Count > MostNodes) return $"The graph has {graph.Entries.Count} nodes; up to {MostNodes} are compared.";
        foreach (var (place, step) in graph.Entries)
        {
            if (place is JointNode joint) return $"{joint.Op!.Name} is a function in code of its own, which cannot be run again here.";
            if (step is { Op: Ops.ToOp }) return "A step converts the element type, so the steps cannot be run again in double precision.";
        }
        return "";
    }

    private string Compare()
    {
        var downstream = new List<int>?[_nodes.Length];
        var cost = 0.0;
        for (var i = 0; i < _nodes.Length; i++)
            if (_nodes[i].Gradient is not null)
                foreach (var step in downstream[i] = Behind(i)) cost += 2 * CostOf(step);
        var each = (int)Math.Min(MostElements, Budget / Math.Max(1, cost));
        if (each == 0) return "The graph is too large to be compared beforehand.";
        for (var i = 0; i < _nodes.Length; i++)
        {
            _values[i] = _graph.Entries[i].Step is null ? Doubles(_graph.Values[i]) : RunStep(i, _values, _several);
            if (_values[i] is null && _several[i] is null) return $"The value of {_nodes[i].Name} is not known.";
        }
        var (again, before) = (Objective(_values[^1]!), Objective(_nodes[^1].Value!.Elements));
        if (double.IsFinite(before) && !(Math.Abs(again - before) <= 1e-3 * Math.Max(1, Math.Abs(before)))) return "The steps give another value when they are run again: something in them is drawn at random.";
        for (var i = 0; i < _nodes.Length; i++)
            if (downstream[i] is { } steps) _nodes[i].Check = CheckOf(i, steps, each);
        return "";
    }

    private ExplainedCheck CheckOf(int id, List<int> steps, int most)
    {
        var (gradient, size) = (_nodes[id].Gradient!, _nodes[id].Gradient!.Elements.Count);
        var count = Math.Min(most, size);
        var (positions, differences, agrees) = (new int[count], new double[count], true);
        var largest = gradient.Elements.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var relative = gradient.DType == DType.Float32 ? 2e-3 : 1e-5;
        var noise = 1e-9 * Math.Max(1, Math.Abs(Objective(_values[^1]!)));
        for (var n = 0; n < count; n++)
        {
            var at = positions[n] = (int)((long)n * size / count);
            var h = Step * Math.Max(1, Math.Abs(_values[id]!.ElementAt(at)));
            var difference = differences[n] = (Moved(id, steps, at, h) - Moved(id, steps, at, -h)) / (2 * h);
            var g = gradient.Elements[at];
            agrees &= Math.Abs(difference - g) <= relative * Math.Max(Math.Abs(g), 1e-2 * largest) + noise;
        }
        return new ExplainedCheck(positions, differences, agrees, "");
    }

    private double Moved(int id, List<int> steps, int at, double by)
    {
        var moved = _values[id]!.Clone();
        moved.Span<double>()[at] += by;
        Array.Copy(_values, _moved, _values.Length);
        var several = (Tensor[]?[])_several.Clone();
        _moved[id] = moved;
        foreach (var step in steps) _moved[step] = RunStep(step, _moved, several);
        return Objective(_moved[^1]!);
    }

    private Tensor? RunStep(int id, Tensor?[] values, Tensor[]?[] several)
    {
        var (place, step) = _graph.Entries[id];
        if (place is OutputNode)
        {
            var source = (MultiOutputNode)step!.Inputs[0].Place;
            return several[_graph.IdOf(source)]![Array.IndexOf(source.Outputs, (OutputNode)place)];
        }
        var inputs = Array.ConvertAll(step!.Inputs, input => values[_graph.IdOf(input.Place)]!);
        var op = step.Op is IFusedGradients fused ? fused.Again() : step.Op;
        if (op is not MultiOutputOp many) return op.Compute(inputs);
        several[id] = many.ComputeAll(inputs);
        return null;
    }

    // the root of the three sizes is the number of multiplications of a matrix product, and near that of a convolution
    private double CostOf(int id)
    {
        var (node, elements) = (_nodes[id], (double)_nodes[id].Shape.Size);
        foreach (var input in node.Inputs) elements += _nodes[input.Node].Shape.Size;
        if (node.Inputs.Count > 1 && !_graph.Entries[id].Step!.Op.IsPointwise) elements += Math.Sqrt((double)node.Shape.Size * _nodes[node.Inputs[0].Node].Shape.Size * _nodes[node.Inputs[1].Node].Shape.Size);
        return 1 + elements / 1000;
    }

    /// <summary>The steps that depend on a tensor, oldest first.</summary>
    private List<int> Behind(int id)
    {
        var (found, depends) = (new List<int>(), new bool[_nodes.Length]);
        depends[id] = true;
        for (var i = id + 1; i < _nodes.Length; i++)
        {
            foreach (var input in _nodes[i].Inputs) depends[i] |= depends[input.Node];
            if (depends[i]) found.Add(i);
        }
        return found;
    }

    // what the upstream gradient of the result weighs
    private double Objective(Tensor result) => Objective(ExplainedTensor.Of(result).Elements);

    private double Objective(IReadOnlyList<double> result)
    {
        var (sum, seed) = (0.0, _nodes[^1].Gradient!.Elements);
        for (var i = 0; i < result.Count; i++) sum += result[i] * seed[i];
        return sum;
    }

    private static Tensor? Doubles(Tensor? x) => x is { DType: DType.Float32 } ? x.To(DType.Float64) : x;
}
