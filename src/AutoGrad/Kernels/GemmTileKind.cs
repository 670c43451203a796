namespace AutoGrad.Kernels;

/// <summary>How a tile of the matrix product reads its operands.</summary>
internal enum GemmTileKind
{
    /// <summary>A row of A lies in one piece, the next a stride on; so do the rows of B.</summary>
    Rows,

    /// <summary>A step of A, one number of each row, lies in one piece, the next step a stride on.</summary>
    Steps,

    /// <summary>As <see cref="Rows"/>, and row k of B lies <c>Offsets[k]</c> after B.</summary>
    Offsets,
}
