namespace AutoGrad.Kernels;

/// <summary>The extents of an attention, and how its operands lie.</summary>
/// <param name="Samples">Samples of the batch.</param>
/// <param name="Heads">Heads of each.</param>
/// <param name="Queries">Rows of Q.</param>
/// <param name="Keys">Rows of K and V.</param>
/// <param name="Features">Columns of Q and K.</param>
/// <param name="Values">Columns of V.</param>
/// <param name="Causal">A query looks only at keys up to its own position.</param>
/// <param name="Scale">The factor of the scores.</param>
internal readonly record struct AttentionPlan(int Samples, int Heads, int Queries, int Keys, int Features, int Values, bool Causal, double Scale)
{
    // a causal block computes the scores of all its rows up to the last one's: small blocks waste less
    private const int MostScores = 64 * 1024, MostRows = 64, MostCausalRows = 32, LeastRows = 16, FewMatrices = 16, MostCopies = 4;

    /// <summary>How the queries lie.</summary>
    public HeadLayout Q { get; init; } = HeadLayout.Apart(Queries, Features);

    /// <summary>How the keys lie.</summary>
    public HeadLayout K { get; init; } = HeadLayout.Apart(Keys, Features);

    /// <summary>How the values lie.</summary>
    public HeadLayout V { get; init; } = HeadLayout.Apart(Keys, Values);

    /// <summary>How the result lies.</summary>
    public HeadLayout Y { get; init; } = HeadLayout.Apart(Queries, Values);

    /// <summary>Queries whose scores are held at a time: all scores of a long sequence would not fit in the caches, or in memory.</summary>
    public int BlockRows => Math.Clamp(MostScores / Keys, LeastRows, Causal ? MostCausalRows : MostRows);

    /// <summary>Blocks of queries of a head.</summary>
    public int Blocks => (Queries - 1) / BlockRows + 1;

    /// <summary>Heads of all samples.</summary>
    public int Matrices => Samples * Heads;

    /// <summary>How many parts the queries of a head are shared out in: where there are few heads, several.</summary>
    public int Parts => Math.Clamp(FewMatrices / Matrices, 1, Blocks);

    /// <summary>The same for the gradient, where each part has keys and values of its own to add to.</summary>
    public int GradientParts => Math.Clamp(MostCopies / Matrices, 1, Blocks);

    /// <summary>The queries of one of so many parts.</summary>
    public (int First, int End) Part(int part, int parts)
    {
        var rows = ((Blocks - 1) / parts + 1) * BlockRows;
        return (Math.Min(Queries, part * rows), Math.Min(Queries, (part + 1) * rows));
    }

    /// <summary>Numbers between buffers: an element of one and an element of another at the same distance from a page would wait for each other.</summary>
    public const int Gap = 5 * ScoreRows.Unit;

    /// <summary>From one row of scores to the next: whole registers, and no power of two, whose rows would share few sets of the cache.</summary>
    public static int Stride(int keys) => ScoreRows.Whole(keys) is var whole && whole % 256 == 0 ? whole + ScoreRows.Unit : whole;

    /// <summary>How many keys a query may look at.</summary>
    public int Visible(int query) => Causal ? Math.Min(Keys, query + 1) : Keys;

    /// <summary>Where a head's matrix begins.</summary>
    public nint Start(HeadLayout layout, int matrix) => (nint)(matrix / Heads) * layout.Sample + (nint)(matrix % Heads) * layout.Head;
}
