namespace AutoGrad;

/// <summary>One recorded application of an op: who its parents are, and what its rule will read.</summary>
/// <remarks>Up to three parents are stored inline, which is what makes a small recorded op cheap.</remarks>
internal abstract class OpNode(Op op, Tensor result, long order) : Node(op, result.Shape, result.DType, order)
{
    /// <summary>The output, checked to be unchanged.</summary>
    public abstract Tensor SavedOutput { get; }

    /// <summary>An input, checked to be unchanged.</summary>
    public abstract Tensor SavedInput(int input);

    /// <summary>Records an op of one input.</summary>
    public static OpNode Of(Op op, Tensor x, Tensor y) =>
        op.Saves is Saves.None or Saves.Inputs or Saves.Output && !SavedTensorHooks.Any ? new UnaryNode(op, x, y) : new ManyNode(op, [x], y);

    /// <summary>Records an op of two inputs.</summary>
    public static OpNode Of(Op op, Tensor x0, Tensor x1, Tensor y) =>
        (op.Saves & Saves.Output) != 0 || SavedTensorHooks.Any && op.Saves != Saves.None ? new ManyNode(op, [x0, x1], y) : new BinaryNode(op, x0, x1, y);

    /// <summary>Records an op of any number of inputs.</summary>
    public static OpNode Of(Op op, ReadOnlySpan<Tensor> x, Tensor y) => x.Length switch
    {
        1 => Of(op, x[0], y),
        2 => Of(op, x[0], x[1], y),
        3 when op.Saves == Saves.None || op.Saves == Saves.Inputs && !SavedTensorHooks.Any => new TernaryNode(op, x[0], x[1], x[2], y),
        _ => new ManyNode(op, x, y),
    };

    /// <summary>What is kept for the rule: tensors, or what hooks made of them.</summary>
    public virtual IEnumerable<object> Kept => [];

    /// <summary>What is kept for the rule, and what the op keeps of its own.</summary>
    public IEnumerable<object> KeptWithOwn => Op is IFusedGradients fused ? [.. Kept, .. fused.Own] : Kept;

    protected static long OrderOf(Tensor x) => x.Node is { } node ? node.Order : 0;

    protected Tensor Check(Tensor? saved, int version, string what)
    {
        if (saved is null)
            throw new InvalidOperationException($"{Op!.Name}: its rule reads {what}, which the op does not declare in Saves, or which an earlier Backward has released.");
        if (saved.Version != version)
            throw MistakePage.State(MistakePage.ChangedInPlace,
                $"{Op!.Name}: {what} {saved.Shape} was changed in place after the forward pass saved it (version {version}, now {saved.Version}): the gradient would be wrong. " +
                "Go backward before changing it, or compute from a Clone().");
        return saved;
    }
}

internal sealed class UnaryNode : OpNode
{
    private readonly int _version;
    private Node? _parent;
    private Tensor? _saved;
    private bool _released;

    public UnaryNode(Op op, Tensor x, Tensor y) : base(op, y, Tick(OrderOf(x)))
    {
        _parent = x.Node;
        if (op.Saves == Saves.None) return;
        _saved = op.Saves == Saves.Inputs ? x : y;
        _version = _saved.Version;
    }

    public override int Count => 1;

    public override IEnumerable<object> Kept => _saved is null ? [] : [_saved];

    public override bool IsReleased => _released;

    public override Tensor SavedOutput => Op!.Saves == Saves.Output ? Check(_saved, _version, "the output") : Check(null, 0, "the output");

    public override Node? Parent(int input) => _parent;

    public override Tensor SavedInput(int input) => Op!.Saves == Saves.Inputs ? Check(_saved, _version, "input 0") : Check(null, 0, "input 0");

    public override void Release() => (_parent, _saved, _released) = (null, null, true);
}

internal sealed class BinaryNode : OpNode
{
    private readonly int _version0, _version1;
    private Node? _parent0, _parent1;
    private Tensor? _saved0, _saved1;

    public BinaryNode(Op op, Tensor x0, Tensor x1, Tensor y) : base(op, y, Tick(Math.Max(OrderOf(x0), OrderOf(x1))))
    {
        (_parent0, _parent1) = (x0.Node, x1.Node);
        if (op.Saves == Saves.None) return;
        (_saved1, _version1) = (x1, x1.Version);
        if (op.Saves != Saves.LastInput) (_saved0, _version0) = (x0, x0.Version);
    }

    public override int Count => 2;

    public override IEnumerable<object> Kept
    {
        get
        {
            if (_saved0 is not null) yield return _saved0;
            if (_saved1 is not null) yield return _saved1;
        }
    }

    // one of two inputs required a gradient when this was recorded
    public override bool IsReleased => _parent0 is null && _parent1 is null;

    public override Tensor SavedOutput => Check(null, 0, "the output");

    public override Node? Parent(int input) => input == 0 ? _parent0 : _parent1;

    public override Tensor SavedInput(int input) => input == 0 ? Check(_saved0, _version0, "input 0") : Check(_saved1, _version1, "input 1");

    public override void Release() => (_parent0, _parent1, _saved0, _saved1) = (null, null, null, null);
}

internal class ManyNode : OpNode
{
    private readonly int[] _versions;
    private readonly int _outputVersion;
    private Node?[]? _parents;
    private object?[]? _inputs;     // tensors, or PackedTensor
    private object? _output;

    public ManyNode(Op op, ReadOnlySpan<Tensor> x, Tensor y) : base(op, y, Tick(Latest(x)))
    {
        Count = x.Length;
        _parents = new Node?[x.Length];
        for (var i = 0; i < x.Length; i++) _parents[i] = x[i].Node;
        _versions = [];
        if ((op.Saves & (Saves.Inputs | Saves.LastInput)) != 0)
        {
            _inputs = new object?[x.Length];
            _versions = new int[x.Length];
            for (var i = (op.Saves & Saves.Inputs) != 0 ? 0 : x.Length - 1; i < x.Length; i++) (_inputs[i], _versions[i]) = (SavedTensorHooks.Keep(x[i], x[i].Node), x[i].Version);
        }
        if ((op.Saves & Saves.Output) != 0) (_output, _outputVersion) = (SavedTensorHooks.Keep(y, this), y.Version);
    }

    public override int Count { get; }

    public override bool IsReleased => _parents is null;

    public override IEnumerable<object> Kept
    {
        get
        {
            foreach (var input in _inputs ?? [])
                if (input is not null) yield return input;
            if (_output is not null) yield return _output;
        }
    }

    public override Tensor SavedOutput => Read(_output, _outputVersion, "the output");

    public override Node? Parent(int input) => _parents![input];

    public override Tensor SavedInput(int input) => Read(_inputs?[input], _inputs is null ? 0 : _versions[input], $"input {input}");

    /// <summary>What was kept, checked or unpacked.</summary>
    protected Tensor Read(object? kept, int version, string what) => kept is PackedTensor packed ? packed.Unpack(Op!.Name, what) : Check((Tensor?)kept, version, what);

    public override void Release() => (_parents, _inputs, _output) = (null, null, null);

    private static long Latest(ReadOnlySpan<Tensor> x)
    {
        var latest = 0L;
        foreach (var t in x) latest = Math.Max(latest, OrderOf(t));
        return latest;
    }
}
