namespace AutoGrad;

/// <summary>One recorded run of a function, on inputs that are places of their own in the graph.</summary>
/// <remarks>
/// Each input is an alias: a new node over the same elements, whose parent is the tensor that was passed in. So a transform
/// inside another differentiates by its own inputs only, the outer one sees through them, and no two can be confused.
/// </remarks>
internal sealed class Trace
{
    private readonly BatchLevel? _level;

    private Trace(BatchLevel? level, Tensor[] inputs, Tensor[] values, Tensor[] outputs, bool records) =>
        (_level, Inputs, Values, Outputs, Records) = (level, inputs, values, outputs, records);

    /// <summary>The aliases: plain tensors, of all samples inside Vmap.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>What the function returned, for the caller of the transform.</summary>
    public Tensor[] Values { get; }

    /// <summary>What the function returned, as plain tensors that lead to the inputs.</summary>
    public Tensor[] Outputs { get; }

    /// <summary>The outputs also depend on something outside that is being differentiated: results must be recorded.</summary>
    public bool Records { get; }

    /// <summary>Runs a function.</summary>
    /// <exception cref="ArgumentException">An input is not floating, or the function returns what has no derivative.</exception>
    public static Trace Of(string op, Func<Tensor[], Tensor[]> function, ReadOnlySpan<Tensor> x)
    {
        ArgumentNullException.ThrowIfNull(function);
        for (var i = 0; i < x.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(x[i], nameof(x));
            if (!x[i].DType.IsFloating)
                throw new ArgumentException($"{op}: input {i} {x[i].Shape} holds {x[i].DType}, and only Float32 and Float64 have derivatives: let the function use it from outside instead of as an input.", nameof(x));
        }
        var (level, inputs, wrapped, enabled) = (BatchLevel.Current, new Tensor[x.Length], new Tensor[x.Length], GradMode.Enabled);
        using var scope = GradMode.EnableGrad();
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Alias(Levels.Strip(level, x[i]));
            wrapped[i] = Levels.Wrap(level, inputs[i]);
        }
        var values = function(wrapped) ?? throw new ArgumentException($"{op}: the function returned null.", nameof(function));
        values = (Tensor[])values.Clone();
        var outputs = new Tensor[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var y = values[i] ?? throw new ArgumentException($"{op}: the function returned null.", nameof(function));
            if (!y.DType.IsFloating) throw new ArgumentException($"{op}: the function returned {y.DType} {y.Shape}, and only Float32 and Float64 have derivatives.", nameof(function));
            outputs[i] = Levels.Strip(level, y);
        }
        var records = enabled && LeadsOutside(outputs, inputs);
        if (!records)
            for (var i = 0; i < values.Length; i++) values[i] = values[i].Detach();
        return new Trace(level, inputs, values, outputs, records);
    }

    /// <summary>The gradients of the outputs, each times its upstream gradient, with respect to the inputs; zeros where nothing flows.</summary>
    public Tensor[] Pull(ReadOnlySpan<Tensor> upstream)
    {
        var level = LevelHere();
        var (outputs, seeds, records) = (new List<Tensor>(), new List<Tensor>(), Records);
        for (var i = 0; i < Outputs.Length; i++)
        {
            records |= upstream[i].RequiresGrad;
            if (Outputs[i].RequiresGrad) (outputs, seeds) = ([.. outputs, Outputs[i]], [.. seeds, Levels.Strip(level, upstream[i])]);
        }
        var gradients = Gradients([.. outputs], Inputs, [.. seeds], records && GradMode.Enabled);
        return Array.ConvertAll(gradients, g => Levels.Wrap(level, g));
    }

    /// <summary>The tangents of the outputs from those of the inputs, null for an input that does not move; zeros where nothing moves.</summary>
    public Tensor[] Push(ReadOnlySpan<Tensor?> tangents)
    {
        var level = LevelHere();
        var (moved, records) = (new Tensor?[tangents.Length], Records);
        for (var i = 0; i < moved.Length; i++)
        {
            records |= tangents[i] is { RequiresGrad: true };
            moved[i] = tangents[i] is { } t ? Levels.Strip(level, t) : null;
        }
        var results = ForwardPass.Push(Outputs, Inputs, moved, records && GradMode.Enabled);
        var pushed = new Tensor[results.Length];
        for (var i = 0; i < pushed.Length; i++) pushed[i] = Levels.Wrap(level, results[i] ?? Tensor.ZerosLike(Outputs[i]));
        return pushed;
    }

    /// <summary>A new place in the graph over the same elements; its parent is the tensor itself, if that is in a graph.</summary>
    public static Tensor Alias(Tensor x)
    {
        var alias = x.Detach();
        return alias.Recorded(OpNode.Of(new Ops.ReshapeOp(x.Shape), x, alias));
    }

    /// <summary>Gradients in one pass that leaves the graph usable; zeros where nothing flows.</summary>
    public static Tensor[] Gradients(Tensor[] outputs, Tensor[] inputs, Tensor[] seeds, bool createGraph) =>
        outputs.Length == 0 ? Array.ConvertAll(inputs, x => Tensor.ZerosLike(x)) : Autodiff.Pass(outputs, inputs, seeds, retainGraph: true, createGraph, UnusedInputs.Zeros);

    /// <summary>The batch this graph is of; refuses to run on a batch of other samples.</summary>
    private BatchLevel? LevelHere()
    {
        if (_level is not null && !ReferenceEquals(_level, BatchLevel.Current)) throw new BatchedValueException();
        return _level;
    }

    private static bool LeadsOutside(Tensor[] outputs, Tensor[] inputs)
    {
        var oldest = long.MaxValue;
        foreach (var x in inputs)
        {
            oldest = Math.Min(oldest, x.Node!.Order);
            if (x.Node.Parent(0) is not null) return true;
        }
        var (seen, waiting) = (new HashSet<Node>(ReferenceEqualityComparer.Instance), new Stack<Node>());
        foreach (var y in outputs)
            if (y.Node is { } node) waiting.Push(node);
        while (waiting.TryPop(out var node))
        {
            if (node.Order < oldest) return true;
            if (!seen.Add(node) || node.IsReleased) continue;
            for (var k = 0; k < node.Count; k++)
                if (node.Parent(k) is { } parent) waiting.Push(parent);
        }
        return false;
    }
}
