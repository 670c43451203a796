using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>How many threads a large operation may use. Results have the same bits at any number.</summary>
/// <remarks>
/// Work is split by shape, never by the number of threads, and sums are trees that depend on the shape alone. The threads
/// belong to one pool for the whole process; an operation that starts while another one has the pool uses its own thread.
/// </remarks>
public static class Parallelism
{
    /// <summary>Threads of one operation, the caller's among them: 1 to 1,024; the number of processors unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1 or more than 1,024.</exception>
    public static int Threads
    {
        get => ForkJoin.Threads;
        set
        {
            if (value is < 1 or > ForkJoin.MostThreads)
                throw new ArgumentOutOfRangeException(nameof(Threads), value, $"Parallelism.Threads counts the threads of one operation, the caller's among them: 1 to {ForkJoin.MostThreads}, not {value}.");
            ForkJoin.Threads = value;
        }
    }
}
