using System.Runtime.ExceptionServices;

namespace AutoGrad.Kernels;

/// <summary>One fork: chunks that threads claim one after the other until none is left.</summary>
/// <remarks>Claiming, instead of a fixed share for each thread, keeps a thread that lost its core from holding up the others.</remarks>
internal abstract class ChunkedJob(int chunks)
{
    private int _next, _done;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Every chunk is claimed; some may still run.</summary>
    public bool IsExhausted => Volatile.Read(ref _next) >= chunks;

    /// <summary>Runs chunks until none is left.</summary>
    public void Help()
    {
        int chunk;
        while (!IsExhausted && (chunk = Interlocked.Increment(ref _next) - 1) < chunks)
        {
            try
            {
                Run(chunk);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
            }
            Interlocked.Increment(ref _done);
        }
    }

    /// <summary>Waits for the chunks that other threads have begun, and throws what the first failing chunk threw.</summary>
    public void Join()
    {
        for (var tries = 1; Volatile.Read(ref _done) < chunks; tries++)
        {
            if (tries % 64 == 0) Thread.Yield();
            else Thread.SpinWait(4);
        }
        _failure?.Throw();
    }

    protected abstract void Run(int chunk);
}

/// <inheritdoc/>
internal sealed class ChunkedJob<TWork>(int chunks, TWork work) : ChunkedJob(chunks) where TWork : struct, IChunkedWork
{
    private TWork _work = work;

    protected override void Run(int chunk) => _work.Run(chunk);
}
