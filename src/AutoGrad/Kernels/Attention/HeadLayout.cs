namespace AutoGrad.Kernels;

/// <summary>How the matrices of all attention heads lie in one array.</summary>
/// <param name="Row">From one row to the next.</param>
/// <param name="Head">From one head of a sample to the next.</param>
/// <param name="Sample">From one sample to the next.</param>
internal readonly record struct HeadLayout(int Row, int Head, int Sample)
{
    /// <summary>One matrix [rows, columns] after the other.</summary>
    public static HeadLayout Apart(int rows, int columns) => new(columns, rows * columns, rows * columns);
}
