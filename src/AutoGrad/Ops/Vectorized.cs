namespace AutoGrad.Ops;

/// <summary>Applies ops to whole batches: by their batching rule where they state one, to one sample after another where not.</summary>
internal sealed class Vectorized(int size) : BatchLevel(size)
{
    /// <summary>The ops that ran on one sample after another, for the op reference.</summary>
    public List<Op> Looped { get; } = [];

    public override Tensor Apply(Op op, ReadOnlySpan<Tensor> x)
    {
        var (tensors, batched) = Unwrap(x);
        var inputs = new BatchedInputs(tensors, batched, Size);
        return new BatchedTensor(this, op.Batched(inputs) ?? (op.IsPointwise ? Pointwise(op, inputs) : Loop(op, inputs)));
    }

    public override Tensor[] Apply(MultiOutputOp op, ReadOnlySpan<Tensor> x)
    {
        var (tensors, batched) = Unwrap(x);
        var inputs = new BatchedInputs(tensors, batched, Size);
        return Array.ConvertAll(op.BatchedAll(inputs) ?? Loop(op, inputs), y => (Tensor)new BatchedTensor(this, y));
    }

    private (Tensor[] Tensors, bool[] Batched) Unwrap(ReadOnlySpan<Tensor> x)
    {
        var (tensors, batched) = (x.ToArray(), new bool[x.Length]);
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is not BatchedTensor { Level: var level } wrapped || !ReferenceEquals(level, this)) continue;
            (tensors[i], batched[i]) = (wrapped.Samples, true);
        }
        return (tensors, batched);
    }

    private static Tensor Pointwise(Op op, BatchedInputs x)
    {
        if (x.Count == 1) return op.Run([x[0]]);
        var (rank, inputs) = (0, new Tensor[x.Count]);
        for (var i = 0; i < inputs.Length; i++) rank = Math.Max(rank, x.Rank(i));
        for (var i = 0; i < inputs.Length; i++) inputs[i] = x.Aligned(i, rank);
        return op.Run(inputs);
    }

    private Tensor Loop(Op op, BatchedInputs x)
    {
        if (op is not IRecyclable) throw Break();       // an op of the user may keep something of its application
        Looped.Add(op);
        var y = new Tensor[Size];
        for (var k = 0; k < Size; k++) y[k] = op.Run(x.Sample(k));
        return Tensor.Stack(y);
    }

    private Tensor[] Loop(MultiOutputOp op, BatchedInputs x)
    {
        if (op is not IRecyclable) throw Break();
        Looped.Add(op);
        var (samples, column) = (new Tensor[Size][], new Tensor[Size]);
        for (var k = 0; k < Size; k++) samples[k] = op.Apply(x.Sample(k));
        var y = new Tensor[samples[0].Length];
        for (var i = 0; i < y.Length; i++)
        {
            for (var k = 0; k < Size; k++) column[k] = samples[k][i];
            y[i] = Tensor.Stack(column);
        }
        return y;
    }
}
