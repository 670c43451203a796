namespace AutoGrad.Kernels.Generator;

/// <summary>How a tile reads its operands; the names are those of <c>GemmTileKind</c> in the library.</summary>
internal enum TileKind
{
    /// <summary>A row of A lies in one piece.</summary>
    Rows,

    /// <summary>A step of A, one number of each row, lies in one piece.</summary>
    Steps,

    /// <summary>As Rows, and the rows of B lie where a table says.</summary>
    Offsets,
}
