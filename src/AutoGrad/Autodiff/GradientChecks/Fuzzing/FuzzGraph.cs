namespace AutoGrad;

/// <summary>One place of a <see cref="FuzzGraph"/>: an input, or a candidate that was called.</summary>
public sealed class FuzzNode
{
    internal FuzzNode(Tensor input) => (Value, Operands, Settings) = (input, [], []);

    internal FuzzNode(FuzzCandidate candidate, int[] settings, int[] operands) => (Candidate, Settings, Operands) = (candidate, settings, operands);

    /// <summary>What is called; null for an input.</summary>
    public FuzzCandidate? Candidate { get; }

    /// <summary>The settings of the call.</summary>
    public IReadOnlyList<int> Settings { get; }

    /// <summary>The places of the operands in the graph, each before this one.</summary>
    public IReadOnlyList<int> Operands { get; }

    /// <summary>The input; null for a call.</summary>
    public Tensor? Value { get; }
}

/// <summary>A random expression: calls of candidates on inputs and on one another.</summary>
public sealed class FuzzGraph
{
    internal FuzzGraph(IReadOnlyList<FuzzNode> nodes)
    {
        Nodes = nodes;
        var used = new bool[nodes.Count];
        var (inputs, outputs) = (new List<Tensor>(), new List<int>());
        foreach (var node in nodes)
        {
            if (node.Value is { } input) inputs.Add(input);
            foreach (var operand in node.Operands) used[operand] = true;
        }
        for (var i = 0; i < used.Length; i++)
            if (!used[i] && nodes[i].Candidate is not null) outputs.Add(i);
        (Inputs, Outputs) = (inputs, outputs);
    }

    /// <summary>The places of the graph, operands before calls.</summary>
    public IReadOnlyList<FuzzNode> Nodes { get; }

    /// <summary>The inputs, in the order of their places: Float64.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The places whose results nothing else uses.</summary>
    public IReadOnlyList<int> Outputs { get; }

    /// <summary>The number of calls.</summary>
    public int Calls => Nodes.Count - Inputs.Count;

    /// <summary>Computes the outputs; recorded, if an input requires a gradient.</summary>
    /// <param name="inputs">In the shapes of <see cref="Inputs"/>, Float64.</param>
    /// <returns>The results of <see cref="Outputs"/>.</returns>
    /// <exception cref="ArgumentException">Not as many inputs as the graph has, or another shape.</exception>
    public Tensor[] Run(Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length != Inputs.Count) throw new ArgumentException($"FuzzGraph.Run: the graph has {Inputs.Count} inputs, not {inputs.Length}.", nameof(inputs));
        for (var i = 0; i < inputs.Length; i++)
            if (inputs[i].Shape != Inputs[i].Shape) throw new ShapeMismatchException("FuzzGraph.Run", inputs[i].Shape, Inputs[i].Shape, $"input {i} of the graph has the second shape.");
        var values = Values(inputs);
        var outputs = new Tensor[Outputs.Count];
        for (var k = 0; k < outputs.Length; k++) outputs[k] = values[Outputs[k]];
        return outputs;
    }

    /// <summary>The graph as a C# program that checks it.</summary>
    public override string ToString() => FuzzSnippet.Of(this);

    /// <summary>The results of all places.</summary>
    internal Tensor[] Values(IReadOnlyList<Tensor> inputs)
    {
        var (values, next) = (new Tensor[Nodes.Count], 0);
        for (var i = 0; i < values.Length; i++)
        {
            var node = Nodes[i];
            values[i] = node.Candidate is null ? inputs[next++] : Call(node.Candidate, node.Settings, node.Operands, values);
        }
        return values;
    }

    internal static Tensor Call(FuzzCandidate candidate, IReadOnlyList<int> settings, IReadOnlyList<int> operands, IReadOnlyList<Tensor> values)
    {
        var x = new Tensor[operands.Count];
        for (var k = 0; k < x.Length; k++) x[k] = values[operands[k]];
        var y = candidate.Run(x, [.. settings]) ?? throw new InvalidOperationException($"{candidate.Name} returned null.");
        return y.DType == DType.Float64 ? y : throw new InvalidOperationException($"{candidate.Name} returned {y.DType}{y.Shape}: it must compute Float64 from Float64.");
    }
}
