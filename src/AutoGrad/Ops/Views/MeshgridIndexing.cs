namespace AutoGrad;

/// <summary>The order of the first two axes of a <see cref="Tensor.Meshgrid"/>.</summary>
public enum MeshgridIndexing
{
    /// <summary>Axis k belongs to the k-th tensor: rows first, as matrices are indexed. PyTorch's "ij".</summary>
    Matrix,

    /// <summary>The first two axes are exchanged: columns first, as points of a plane are written. PyTorch's "xy".</summary>
    Cartesian,
}
