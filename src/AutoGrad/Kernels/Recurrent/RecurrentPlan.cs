namespace AutoGrad.Kernels;

/// <summary>The extents of a recurrent layer's run over sequences.</summary>
/// <param name="Steps">Steps of each sequence.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Hidden">Features of the state.</param>
/// <param name="Gates">How many times as many sums a step takes.</param>
/// <param name="Backwards">The last step comes first.</param>
internal readonly record struct RecurrentPlan(int Steps, int Batch, int Hidden, int Gates, bool Backwards)
{
    private const int ChunkRows = 16;

    /// <summary>Parts of the batch: each runs through all steps by itself.</summary>
    public int Chunks => (Batch + ChunkRows - 1) / ChunkRows;

    /// <summary>The step that is done after so many others.</summary>
    public int Step(int done) => Backwards ? Steps - 1 - done : done;

    /// <summary>The sequences of a part.</summary>
    public (int First, int Rows) Part(int chunk) => (chunk * ChunkRows, Math.Min(ChunkRows, Batch - chunk * ChunkRows));

    /// <summary>Where a sequence's hidden features begin at a step; that many times the gates is where those begin.</summary>
    public nint At(int step, int first) => ((nint)step * Batch + first) * Hidden;

    /// <summary>All sums of a step.</summary>
    public int Width => Gates * Hidden;

    /// <summary>Steps of all sequences.</summary>
    public int Rows => Steps * Batch;
}
