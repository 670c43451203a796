namespace AutoGrad.Kernels;

/// <summary>Which operands of a matrix product are copied before they are read, and the steps along k of a block.</summary>
internal readonly struct GemmPlan
{
    // the rows of A of one tile stay in the first-level cache for so many steps
    private const int BlockK = 256;

    // rows a multiple of this many bytes apart fall into few sets of a cache; rows of a larger operand lie on too many pages
    private const int PageSize = 4096, CacheLine = 64;
    private const long LargeOperand = 768 * 768;

    public GemmPlan(GemmShape shape, int lanes, int size)
    {
        long m = shape.M, n = shape.N, k = shape.K;
        // the more lines of a row are read at once, the less its place matters
        var (clash, strideA, strideB) = (PageSize * Math.Max(1, 2 * lanes * size / CacheLine), (long)shape.StrideA * size, (long)shape.StrideB * size);
        PacksB = shape.TransposeB || (m >= 96 && n > 3 * lanes && strideB % clash == 0);
        CopiesA = n > 4 * lanes && (shape.TransposeA ? m > 14 && ((m * k >= LargeOperand && n > 8 * lanes) || strideA % clash == 0) : strideA % PageSize == 0);
        Gap = shape.TransposeA ? lanes : CacheLine / size;
        Depth = (int)Even(k, BlockK);
    }

    /// <summary>All of B, rather than the columns that do not fill a tile.</summary>
    public bool PacksB { get; }

    /// <summary>A, rather than reading it where it lies.</summary>
    public bool CopiesA { get; }

    /// <summary>Numbers between the copied rows of A, so that these do not fall into the same set of the cache; if it is transposed, between the rows of one tile and the next.</summary>
    public int Gap { get; }

    /// <summary>Steps along k of a block: they depend on k alone, and so do the bits of a sum.</summary>
    public int Depth { get; }

    /// <summary>The largest block not above <paramref name="limit"/> that splits an extent evenly.</summary>
    public static nint Even(long extent, nint limit)
    {
        if (extent <= limit) return (nint)extent;
        var blocks = (extent + limit - 1) / limit;
        return (nint)((extent + blocks - 1) / blocks);
    }
}
