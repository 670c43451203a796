using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AutoGrad.Data;

/// <summary>Does jobs ahead of time on several threads, and hands their results out in the order of the jobs.</summary>
internal static class OrderedPrefetch
{
    /// <summary>The results of some jobs.</summary>
    /// <param name="jobs">The jobs; with workers they are asked for in the background too.</param>
    /// <param name="workers">How many run at a time; 0 to run each when its result is asked for, by who asks.</param>
    /// <param name="ahead">How many results wait at most.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public static async IAsyncEnumerable<T> Run<T>(IAsyncEnumerable<Func<T>> jobs, int workers, int ahead, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (workers == 0)
        {
            await foreach (var job in jobs.WithCancellation(cancellation).ConfigureAwait(false)) yield return job();
            yield break;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = Channel.CreateBounded<Task<T>>(ahead);
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        var producer = Task.Run(() => Start(jobs, queue.Writer, scheduler, stop.Token), CancellationToken.None);
        try
        {
            while (await queue.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
                while (queue.Reader.TryRead(out var task)) yield return await task.ConfigureAwait(false);
        }
        finally
        {
            // nothing runs on behind the back of who has stopped asking
            await stop.CancelAsync().ConfigureAwait(false);
            await producer.ConfigureAwait(false);
            while (queue.Reader.TryRead(out var task)) await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The same, for a caller that waits.</summary>
    public static IEnumerable<T> Wait<T>(IAsyncEnumerable<T> source)
    {
        var walk = source.GetAsyncEnumerator();
        try
        {
            while (Result(walk.MoveNextAsync())) yield return walk.Current;
        }
        finally
        {
            walk.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static bool Result(ValueTask<bool> next) => next.IsCompleted ? next.Result : next.AsTask().GetAwaiter().GetResult();

    private static async Task Start<T>(IAsyncEnumerable<Func<T>> jobs, ChannelWriter<Task<T>> results, TaskScheduler scheduler, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            // room first, then the job: one that has started is always in the queue
            var walk = jobs.GetAsyncEnumerator(stop);
            await using var _ = walk.ConfigureAwait(false);
            while (await results.WaitToWriteAsync(stop).ConfigureAwait(false) && await walk.MoveNextAsync().ConfigureAwait(false))
                results.TryWrite(Task.Factory.StartNew(walk.Current, stop, TaskCreationOptions.None, scheduler));
        }
        catch (Exception e)
        {
            failure = e;      // goes on to the reader, behind the results that are whole
        }
        results.Complete(failure);
    }
}
