namespace AutoGrad.Kernels;

/// <summary>Work that splits into numbered chunks, each independent of the others: by its shape, never by the number of threads.</summary>
internal interface IChunkedWork
{
    /// <summary>Does one chunk, on any thread.</summary>
    void Run(int chunk);
}
