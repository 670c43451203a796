namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The grid of several lists of coordinates: one tensor for each, repeated over the extents of all others.</summary>
    /// <param name="tensors">At least one vector or scalar.</param>
    /// <param name="indexing">The order of the first two axes.</param>
    /// <returns>As many tensors, all in the shape of the grid.</returns>
    /// <exception cref="ArgumentException">There is no tensor, one has more than one axis, or the element types differ.</exception>
    public static Tensor[] Meshgrid(ReadOnlySpan<Tensor> tensors, MeshgridIndexing indexing = MeshgridIndexing.Matrix)
    {
        CheckSeveral("Meshgrid", tensors);
        var (grid, result) = (new int[tensors.Length], new Tensor[tensors.Length]);
        for (var i = 0; i < grid.Length; i++)
        {
            if (tensors[i].Rank > 1) throw new ArgumentException($"Meshgrid: tensor {i} has shape {tensors[i].Shape}, it must be a vector or a scalar.{NameScope.Suffix}", nameof(tensors));
            grid[Place(i)] = tensors[i].Size;
        }
        var shape = Shape.Owning(grid);
        for (var i = 0; i < grid.Length; i++)
        {
            var extents = new int[grid.Length];
            Array.Fill(extents, 1);
            extents[Place(i)] = tensors[i].Size;
            result[i] = tensors[i].Reshape(Shape.Owning(extents)).Expand(shape);
        }
        return result;

        int Place(int i) => indexing == MeshgridIndexing.Cartesian && i < 2 && grid.Length > 1 ? 1 - i : i;
    }
}
