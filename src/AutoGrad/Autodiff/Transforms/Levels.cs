namespace AutoGrad;

/// <summary>Takes tensors out of the batches a transform runs inside of, and puts its results back.</summary>
/// <remarks>
/// A graph is always one of plain tensors. Samples do not see one another, so the gradient of the sum over a batch is the batch
/// of the gradients, provided that each input has a copy for each sample: what is not batched is expanded first.
/// </remarks>
internal static class Levels
{
    /// <summary>All samples of all levels up to <paramref name="level"/> as one plain tensor: [outermost, ..., innermost, sample...].</summary>
    public static Tensor Strip(BatchLevel? level, Tensor x)
    {
        x = Substitution.Of(x);
        for (; level is not null; level = level.Outer)
            x = x is BatchedTensor batched && ReferenceEquals(batched.Level, level) ? batched.Samples : x.Expand(Shape.Concat([level.Size], x.Shape.Extents));
        return x;
    }

    /// <summary>The opposite of <see cref="Strip"/>.</summary>
    public static Tensor Wrap(BatchLevel? level, Tensor x) => level is null ? x : new BatchedTensor(level, Wrap(level.Outer, x));

    /// <summary>True for a tensor that has elements of its own for every sample of every level.</summary>
    public static bool IsWhole(BatchLevel? level, Tensor x)
    {
        for (; level is not null; level = level.Outer)
        {
            if (x is not BatchedTensor batched || !ReferenceEquals(batched.Level, level)) return false;
            x = batched.Samples;
        }
        return x is not BatchedTensor;
    }
}
