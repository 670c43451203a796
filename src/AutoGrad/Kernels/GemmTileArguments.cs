namespace AutoGrad.Kernels;

/// <summary>One tile of C = start + A·B, or of the larger of that and a floor.</summary>
internal unsafe struct GemmTileArguments<T> where T : unmanaged
{
    /// <summary>Rows of the tile, for a method that serves several.</summary>
    public nint Rows;

    /// <summary>Vectors of a row, for a method that serves several.</summary>
    public nint Vectors;

    /// <summary>Steps along k, at least one.</summary>
    public nint K;

    /// <summary>The first row of A, or step.</summary>
    public T* A;

    /// <summary>From one row of A, or step, to the next.</summary>
    public nint StrideA;

    /// <summary>The first row of B. Each row is read in whole vectors.</summary>
    public T* B;

    /// <summary>From one row of B to the next.</summary>
    public nint StrideB;

    /// <summary>Where each row of B lies, counted from <see cref="B"/>; for <see cref="GemmTileKind.Offsets"/>.</summary>
    public nint* Offsets;

    /// <summary>The first row of the result.</summary>
    public T* C;

    /// <summary>From one row of the result to the next.</summary>
    public nint StrideC;

    /// <summary>How far behind <see cref="C"/> the part of the result lies that is fetched meanwhile: 0 for this tile's own.</summary>
    public nint Ahead;

    /// <summary>Numbers of the last vector of a row that belong to the result; nothing is read or written beyond them.</summary>
    public nint LastLanes;

    /// <summary>The first row of what the sums are added to, as many numbers as the result's; null for nothing, and no floor.</summary>
    public T* Start;

    /// <summary>From one row of <see cref="Start"/> to the next; 0 for one row under all.</summary>
    public nint StrideStart;

    /// <summary>What lies lower becomes this; minus infinity for no floor. NaN stays. For tiles with a <see cref="Start"/>.</summary>
    public T Floor;
}
