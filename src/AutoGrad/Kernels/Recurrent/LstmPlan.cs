namespace AutoGrad.Kernels;

/// <summary>The extents of an LSTM's run over sequences.</summary>
/// <param name="Steps">Steps of each sequence.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Hidden">Features of the state.</param>
/// <param name="Backwards">The last step comes first.</param>
internal readonly record struct LstmPlan(int Steps, int Batch, int Hidden, bool Backwards)
{
    private const int ChunkRows = 16;

    /// <summary>Parts of the batch: each runs through all steps by itself.</summary>
    public int Chunks => (Batch + ChunkRows - 1) / ChunkRows;

    /// <summary>The step that is done after so many others.</summary>
    public int Step(int done) => Backwards ? Steps - 1 - done : done;

    /// <summary>The sequences of a part.</summary>
    public (int First, int Rows) Part(int chunk) => (chunk * ChunkRows, Math.Min(ChunkRows, Batch - chunk * ChunkRows));

    /// <summary>Where a sequence's hidden features begin at a step; four times that is where its gates begin.</summary>
    public nint At(int step, int first) => ((nint)step * Batch + first) * Hidden;
}
