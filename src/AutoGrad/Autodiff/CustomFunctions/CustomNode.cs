namespace AutoGrad;

/// <summary>One recorded call of a <see cref="CustomFunction"/>.</summary>
internal sealed class CustomNode : JointNode
{
    private readonly Func<CustomContext, Tensor[], Tensor?[]> _backward;
    private readonly (Shape Shape, DType DType)[] _outputs;
    private readonly CustomContext _context;
    private Entry[]? _saved;

    private CustomNode(CustomContext context, Func<CustomContext, Tensor[], Tensor?[]> backward, ReadOnlySpan<Tensor> x, Tensor[] y) : base(context.Name, x, y)
    {
        (_context, _backward) = (context, backward);
        _outputs = Array.ConvertAll(y, t => (t.Shape, t.DType));
        _saved = new Entry[context.Saving.Count];
    }

    public override IEnumerable<object> Kept => Array.ConvertAll(_saved ?? [], entry => entry.Kept);

    /// <summary>Records a call.</summary>
    public static void Record(CustomContext context, Func<CustomContext, Tensor[], Tensor?[]> backward, ReadOnlySpan<Tensor> x, Tensor[] y)
    {
        var node = new CustomNode(context, backward, x, y);
        for (var i = 0; i < y.Length; i++)
            if (!context.IsConstant(y[i])) node.Lead(i, y[i]);
        for (var i = 0; i < node._saved!.Length; i++)
        {
            var (tensor, constant) = context.Saving[i];
            var known = constant || !tensor.DType.IsFloating || tensor.Node is not null || Contains(x, tensor) || Contains(y, tensor);
            node._saved[i] = new Entry(SavedTensorHooks.Keep(tensor, tensor.Node), tensor.Version, known, tensor.Shape);
        }
        context.Node = node;
    }

    /// <summary>The saved tensors, checked to be unchanged.</summary>
    public Tensor[] ReadSaved()
    {
        if (_saved is null) throw new InvalidOperationException($"{Op!.Name}: an earlier backward pass has released what was saved. Pass retainGraph: true to that one.");
        var tensors = new Tensor[_saved.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            var (kept, version, known, shape) = _saved[i];
            tensors[i] = Read(kept, version, $"saved tensor {i}");
            if (!known && GradMode.Enabled)
                throw new NotSupportedException($"{Op!.Name}: saved tensor {i} {shape} is neither input nor output, so a recorded pass does not know its derivative. Save the inputs and compute it again in the backward part, or use SaveConstant if it does not depend on them.");
        }
        return tensors;
    }

    public override Tensor?[] PullAll(Tensor?[] g, Tensor?[] sums)
    {
        var upstream = new Tensor[g.Length];
        for (var i = 0; i < g.Length; i++) upstream[i] = g[i] ?? Tensor.Zeros(_outputs[i].Shape, _outputs[i].DType);
        var d = _backward(_context, upstream) ?? throw new InvalidOperationException($"{Op!.Name}: its rule returned null instead of one gradient an input.");
        if (d.Length != Count) throw new InvalidOperationException($"{Op!.Name}: its rule returned {d.Length} gradients for {Count} inputs.");
        return d;
    }

    public override void Release()
    {
        base.Release();
        _saved = null;
    }

    private static bool Contains(ReadOnlySpan<Tensor> tensors, Tensor tensor)
    {
        foreach (var t in tensors)
            if (ReferenceEquals(t, tensor)) return true;
        return false;
    }

    private readonly record struct Entry(object Kept, int Version, bool Known, Shape Shape);
}
