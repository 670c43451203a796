using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>The places, in row-major order, that an index along one axis names.</summary>
internal static class ElementPositions
{
    /// <summary>One index an element, as gathering reads them: for axis 1 of three, the place of [i, index[i, j, k], k].</summary>
    public static int[] OfElements(string op, Tensor index, Shape shape, int axis)
    {
        var along = IndexPositions.Of(op, index, shape, axis);
        if (along.Length == 0) return along;
        var places = new int[shape.Size];
        for (var i = 0; i < places.Length; i++) places[i] = i;
        var positions = new int[along.Length];
        Indexing.Elements<int, ReadIndexed<int>>(axis, shape.Extents, index.Shape.Extents, along, places, positions);
        return positions;
    }

    /// <summary>Whole rows: the place of every element of them.</summary>
    public static int[] OfRows(string op, Tensor index, Shape shape, int axis)
    {
        var rows = IndexPositions.Of(op, index, shape, axis);
        var (outer, extent, inner) = (shape.Outer(axis), shape[axis], shape.Inner(axis));
        var positions = new int[outer * rows.Length * inner];
        var at = 0;
        for (var o = 0; o < outer; o++)
            foreach (var row in rows)
                for (var i = 0; i < inner; i++) positions[at++] = (o * extent + row) * inner + i;
        return positions;
    }

    /// <summary>What brackets select: they are read on a tensor of places.</summary>
    public static (int[] Positions, Shape Shape) OfBrackets(Shape shape, ReadOnlySpan<TensorIndex> indices)
    {
        var selected = IndexReader.Read(Tensor.Arange(shape.Size, DType.Int32).Reshape(shape), indices);
        return (selected.ToArray<int>(), selected.Shape);
    }
}
