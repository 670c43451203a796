namespace AutoGrad;

/// <summary>One recorded application of an op of several outputs. Each output is a node of its own that leads here.</summary>
internal class MultiOutputNode : ManyNode
{
    protected MultiOutputNode(Op op, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) : base(op, x, y[0]) => Outputs = new OutputNode?[y.Length];

    /// <summary>The nodes of the outputs that can carry a gradient; null for the others.</summary>
    public OutputNode?[] Outputs { get; }

    public static void Record(MultiOutputOp op, ReadOnlySpan<Tensor> x, Tensor[] y)
    {
        if (y.Length == 0) return;
        var node = new MultiOutputNode(op, x, y);
        for (var i = 0; i < y.Length; i++)
            if (y[i].DType.IsFloating) node.Lead(i, y[i]);
    }

    /// <summary>Makes an output lead here.</summary>
    protected void Lead(int output, Tensor y) => y.Recorded(Outputs[output] = new OutputNode(Op!, this, y));
}

/// <summary>One output of an op of several: its gradient waits here until the op itself is reached.</summary>
internal sealed class OutputNode(Op op, MultiOutputNode source, Tensor result) : OpNode(op, result, Tick(source.Order))
{
    private MultiOutputNode? _source = source;

    public override int Count => 1;

    public override bool IsReleased => _source is null;

    public override Tensor SavedOutput => Check(null, 0, "the output");

    public override Node? Parent(int input) => _source;

    public override Tensor SavedInput(int input) => Check(null, 0, "the input");

    public override void Release() => _source = null;
}
