namespace AutoGrad.Kernels;

/// <summary>What the sums of a matrix product are added to.</summary>
internal enum GemmStart
{
    /// <summary>Nothing: C = A·B.</summary>
    Zero,

    /// <summary>What the result held: C += A·B.</summary>
    Result,

    /// <summary>One number for each column: C = A·B + bias, as a linear layer has it.</summary>
    ColumnBias,

    /// <summary>One number for each row, as a convolution has it.</summary>
    RowBias,
}
