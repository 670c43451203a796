namespace AutoGrad.Kernels;

/// <summary>Which operands of a matrix product are copied before they are read.</summary>
internal readonly struct GemmPlan
{
    public GemmPlan(GemmShape shape, int lanes, int size)
    {
        long m = shape.M, n = shape.N, k = shape.K;
        PacksB = shape.TransposeB || (m >= 96 && n > 3 * lanes && k * n >= 128 * 128);
        CopiesA = n > 4 * lanes && (shape.TransposeA
            ? m > 14 && m * k >= 96 * 96
            : (long)shape.StrideA * size % 2048 == 0 || m * k >= 256 * 256);
        Gap = shape.TransposeA ? 0 : 64 / size;
    }

    /// <summary>All of B, rather than the columns that do not fill a tile.</summary>
    public bool PacksB { get; }

    /// <summary>A, rather than reading it where it lies.</summary>
    public bool CopiesA { get; }

    /// <summary>Numbers between the copied rows of A, so that these do not fall into the same set of the cache.</summary>
    public int Gap { get; }
}
