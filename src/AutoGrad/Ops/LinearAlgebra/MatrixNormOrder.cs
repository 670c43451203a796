namespace AutoGrad;

/// <summary>Which norm of a matrix: PyTorch's <c>ord</c>.</summary>
public enum MatrixNormOrder
{
    /// <summary>The root of the sum of all squares: PyTorch's 'fro'.</summary>
    Frobenius,

    /// <summary>The sum of the singular values: PyTorch's 'nuc'.</summary>
    Nuclear,

    /// <summary>The largest sum of magnitudes of a column: PyTorch's 1.</summary>
    One,

    /// <summary>The smallest sum of magnitudes of a column: PyTorch's -1.</summary>
    MinusOne,

    /// <summary>The largest singular value: PyTorch's 2.</summary>
    Two,

    /// <summary>The smallest singular value: PyTorch's -2.</summary>
    MinusTwo,

    /// <summary>The largest sum of magnitudes of a row: PyTorch's inf.</summary>
    Infinity,

    /// <summary>The smallest sum of magnitudes of a row: PyTorch's -inf.</summary>
    MinusInfinity,
}
