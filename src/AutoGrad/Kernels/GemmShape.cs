namespace AutoGrad.Kernels;

/// <summary>The extents of a matrix product C[m, n] = A[m, k]·B[k, n], and how the matrices lie.</summary>
/// <param name="M">Rows of the result.</param>
/// <param name="N">Columns of the result.</param>
/// <param name="K">The inner extent.</param>
/// <param name="TransposeA">A lies as [k, m].</param>
/// <param name="TransposeB">B lies as [n, k].</param>
internal readonly record struct GemmShape(int M, int N, int K, bool TransposeA, bool TransposeB)
{
    /// <summary>From one row of A as it lies to the next; more than a row where A is part of something wider.</summary>
    public int StrideA { get; init; } = TransposeA ? M : K;

    /// <summary>From one row of B as it lies to the next.</summary>
    public int StrideB { get; init; } = TransposeB ? K : N;

    /// <summary>From one row of C to the next.</summary>
    public int StrideC { get; init; } = N;

    /// <summary>The same product, where a vector counts as a line along k, which it also is.</summary>
    public GemmShape InLines() => this with
    {
        TransposeA = TransposeA && (M > 1 || StrideA > 1),
        StrideA = M == 1 && TransposeA && StrideA == 1 ? K : StrideA,
        TransposeB = TransposeB || (N == 1 && StrideB == 1),
        StrideB = N == 1 && !TransposeB && StrideB == 1 ? K : StrideB,
    };

    /// <summary>Numbers from the first of A to behind its last.</summary>
    public long LengthA => TransposeA ? Length(K, M, StrideA) : Length(M, K, StrideA);

    /// <summary>Numbers from the first of B to behind its last.</summary>
    public long LengthB => TransposeB ? Length(N, K, StrideB) : Length(K, N, StrideB);

    /// <summary>Numbers from the first of C to behind its last.</summary>
    public long LengthC => Length(M, N, StrideC);

    /// <summary>Multiplications.</summary>
    public double Products => (double)M * N * K;

    private static long Length(int rows, int columns, int stride) => rows == 0 || columns == 0 ? 0 : (rows - 1L) * stride + columns;
}
