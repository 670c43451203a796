namespace AutoGrad;

/// <summary>What a function inside <c>Autodiff.Vmap</c> sees: the shape of one sample, over the elements of all.</summary>
internal sealed class BatchedTensor : Tensor
{
    /// <summary>Wraps a tensor whose first axis is the samples.</summary>
    public BatchedTensor(BatchLevel level, Tensor all) : base(new Shape(all.Shape.Extents[1..]), all.DType, all.Node)
    {
        (Level, Samples) = (level, all);
        all.IsScratch = false;
    }

    /// <summary>The run it belongs to.</summary>
    public BatchLevel Level { get; }

    /// <summary>All samples, along the first axis.</summary>
    public Tensor Samples { get; }
}
