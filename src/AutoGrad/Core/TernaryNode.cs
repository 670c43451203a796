namespace AutoGrad;

/// <summary>One recorded application of an op of three inputs that keeps none of them or all, such as a layer's input, weight and bias.</summary>
internal sealed class TernaryNode : OpNode
{
    private readonly int _version0, _version1, _version2;
    private Node? _parent0, _parent1, _parent2;
    private Tensor? _saved0, _saved1, _saved2;

    public TernaryNode(Op op, Tensor x0, Tensor x1, Tensor x2, Tensor y) : base(op, y, Tick(Math.Max(Math.Max(OrderOf(x0), OrderOf(x1)), OrderOf(x2))))
    {
        (_parent0, _parent1, _parent2) = (x0.Node, x1.Node, x2.Node);
        if (op.Saves == Saves.None) return;
        (_saved0, _saved1, _saved2) = (x0, x1, x2);
        (_version0, _version1, _version2) = (x0.Version, x1.Version, x2.Version);
    }

    public override int Count => 3;

    public override IEnumerable<object> Kept => _saved0 is null ? [] : [_saved0, _saved1!, _saved2!];

    // one of three inputs required a gradient when this was recorded
    public override bool IsReleased => _parent0 is null && _parent1 is null && _parent2 is null;

    public override Tensor SavedOutput => Check(null, 0, "the output");

    public override Node? Parent(int input) => input == 0 ? _parent0 : input == 1 ? _parent1 : _parent2;

    public override Tensor SavedInput(int input) => input switch
    {
        0 => Check(_saved0, _version0, "input 0"),
        1 => Check(_saved1, _version1, "input 1"),
        _ => Check(_saved2, _version2, "input 2"),
    };

    public override void Release() => (_parent0, _parent1, _parent2, _saved0, _saved1, _saved2) = (null, null, null, null, null, null);
}
