namespace AutoGrad.Ops;

/// <summary>Selection by index tensors, made of permuting, reshaping and selecting rows, so that its gradients are theirs.</summary>
internal static class AdvancedIndexing
{
    /// <summary>Selects along some axes by index tensors that broadcast together.</summary>
    /// <param name="x">The tensor, after numbers and ranges were applied.</param>
    /// <param name="original">The shape the user indexed, for messages.</param>
    /// <param name="selections">The axis of x, the axis of the original (-1 for a new one), and the indices.</param>
    public static Tensor Select(Tensor x, Shape original, List<(int Axis, int Source, Tensor Index)> selections)
    {
        var shape = selections[0].Index.Shape;
        foreach (var (_, _, index) in selections) shape = Shape.Broadcast("Index", shape, index.Shape);
        var first = selections[0].Axis;
        if (selections[^1].Axis - first != selections.Count - 1)
        {
            x = x.Permute(InFront(x.Rank, selections));
            first = 0;
        }
        var extents = x.Shape.Extents;
        var before = extents[..first];
        var indexed = extents.Slice(first, selections.Count);
        var after = extents[(first + selections.Count)..];
        var flat = Flat(indexed, original, shape, selections);
        var rows = x.Reshape(Shape.Owning([.. before, Shape.Product(indexed), .. after]));
        return rows.IndexSelect(first, flat).Reshape(Shape.Owning([.. before, .. shape.Extents, .. after]));
    }

    /// <summary>One index into the joined axes, from one index for each of them.</summary>
    private static Tensor Flat(ReadOnlySpan<int> indexed, Shape original, Shape shape, List<(int Axis, int Source, Tensor Index)> selections)
    {
        var flat = new int[shape.Size];
        for (var k = 0; k < selections.Count; k++)
        {
            var (_, source, index) = selections[k];
            var checkedIndex = source < 0 ? index : Tensor.Owning(IndexPositions.Of("Index", index, original, source), index.Shape);
            var positions = IndexPositions.Of("Index", checkedIndex.Expand(shape), [indexed[k]], 0);
            for (var i = 0; i < flat.Length; i++) flat[i] = flat[i] * indexed[k] + positions[i];
        }
        return Tensor.Owning(flat, [flat.Length]);
    }

    private static int[] InFront(int rank, List<(int Axis, int Source, Tensor Index)> selections)
    {
        var (order, chosen) = (new List<int>(rank), new bool[rank]);
        foreach (var (axis, _, _) in selections)
        {
            order.Add(axis);
            chosen[axis] = true;
        }
        for (var axis = 0; axis < rank; axis++)
            if (!chosen[axis]) order.Add(axis);
        return [.. order];
    }
}
