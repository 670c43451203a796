using System.Runtime.CompilerServices;

namespace AutoGrad.Data;

/// <summary>Samples that come one after another, of unknown number: lines of a file, records of a service, an endless generator.</summary>
/// <remarks>
/// Each sample comes as a function that makes it. Asking for the next one is one thread's work and should be cheap; the functions
/// are run by the workers of the <see cref="StreamLoader"/>.
/// </remarks>
public abstract class StreamDataset
{
    /// <summary>The samples of an epoch, in order.</summary>
    /// <param name="epoch">The number of the epoch, from 0; the same number must give the same samples for a run to be resumed.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>For each sample the function that makes it: one tensor for each part.</returns>
    public abstract IAsyncEnumerable<Func<Tensor[]>> ReadAsync(long epoch, CancellationToken cancellation = default);

    /// <summary>The samples of a sequence, which is walked once an epoch.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="convert">Makes a sample of an item; runs in the workers.</param>
    public static StreamDataset From<T>(IEnumerable<T> items, Func<T, Tensor[]> convert)
    {
        ArgumentNullException.ThrowIfNull(items);
        return From(items.ToAsyncEnumerable(), convert);
    }

    /// <summary>The samples of an asynchronous sequence, which is walked once an epoch.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="convert">Makes a sample of an item; runs in the workers.</param>
    public static StreamDataset From<T>(IAsyncEnumerable<T> items, Func<T, Tensor[]> convert)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(convert);
        return new Sequence<T>(items, convert);
    }

    private sealed class Sequence<T>(IAsyncEnumerable<T> items, Func<T, Tensor[]> convert) : StreamDataset
    {
        public override async IAsyncEnumerable<Func<Tensor[]>> ReadAsync(long epoch, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await foreach (var item in items.WithCancellation(cancellation).ConfigureAwait(false)) yield return () => convert(item);
        }
    }
}
