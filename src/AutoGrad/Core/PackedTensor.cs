namespace AutoGrad;

/// <summary>What hooks made of a saved tensor, and how to get it back.</summary>
internal sealed class PackedTensor(object packed, Func<object, Tensor> unpack, Node? node, Tensor original)
{
    /// <summary>The version of the tensor when it was packed.</summary>
    public int Version { get; } = original.Version;

    /// <summary>The extents of the tensor.</summary>
    public Shape Shape { get; } = original.Shape;

    /// <summary>The element type of the tensor.</summary>
    public DType DType { get; } = original.DType;

    /// <summary>What is kept.</summary>
    public object Packed { get; } = packed;

    /// <summary>The tensor again, at its old place in the graph, so that a rule that is recorded leads on from it.</summary>
    public Tensor Unpack(string op, string what)
    {
        var before = ScratchPool.Current;
        Tensor tensor;
        try
        {
            ScratchPool.Current = null;
            using var off = SavedTensorHooks.Enter(null);
            using var silent = GradMode.NoGrad();
            tensor = unpack(Packed) ?? throw new InvalidOperationException($"{op}: unpacking {what} answered null.");
        }
        finally
        {
            ScratchPool.Current = before;
        }
        if (tensor.Shape != Shape || tensor.DType != DType)
            throw new InvalidOperationException($"{op}: unpacking {what} answered {tensor.Shape} {tensor.DType}; {Shape} {DType} was packed.");
        if (tensor.IsChangeable && tensor.Version != Version && ReferenceEquals(tensor, Packed))
            throw MistakePage.State(MistakePage.ChangedInPlace, $"{op}: {what} {Shape} was changed in place after the forward pass saved it (version {Version}, now {tensor.Version}): the gradient would be wrong. Pack a Clone().");
        var view = tensor.View(tensor.Shape, 0);
        return node is null ? view : view.Recorded(node);
    }
}
