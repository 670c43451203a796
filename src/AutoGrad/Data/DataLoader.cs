using System.Collections;

namespace AutoGrad.Data;

/// <summary>Walks a data set in batches, in order or shuffled; each walk is an epoch.</summary>
/// <remarks>
/// A shuffled epoch has an order of its own, decided by the seed and the number of the epoch alone: set
/// <see cref="Epoch"/> to repeat one, or to resume a run. An empty data set gives no batches.
/// <code>
/// var loader = new DataLoader(dataset, batchSize: 32, shuffle: true, seed: 1);
/// for (var epoch = 0; epoch &lt; 10; epoch++)
///     foreach (var (x, y) in loader) { ... }
/// </code>
/// </remarks>
public sealed class DataLoader : IEnumerable<Batch>
{
    // an odd number near 2^64/φ: neighbouring epochs get seeds far apart
    private const ulong Stride = 0x9E3779B97F4A7C15;

    private readonly Dataset _dataset;
    private readonly ulong _seed;

    /// <summary>Creates the loader.</summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="shuffle">Another order each epoch.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <param name="dropLast">Leave out a last batch that is smaller than the others.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    public DataLoader(Dataset dataset, int batchSize = 1, bool shuffle = false, ulong seed = 0, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        (_dataset, BatchSize, Shuffle, _seed, DropLast) = (dataset, batchSize, shuffle, seed, dropLast);
    }

    /// <summary>Rows in a batch; the last one of an epoch may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Whether each epoch has another order.</summary>
    public bool Shuffle { get; }

    /// <summary>Whether a last batch that is smaller than the others is left out.</summary>
    public bool DropLast { get; }

    /// <summary>The number of the next epoch, from 0; it grows when one is started.</summary>
    public long Epoch { get; set; }

    /// <summary>Number of batches in an epoch.</summary>
    public int Count => _dataset.Count / BatchSize + (!DropLast && _dataset.Count % BatchSize > 0 ? 1 : 0);

    /// <summary>Starts an epoch.</summary>
    public IEnumerator<Batch> GetEnumerator() => Batches(Epoch++);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<Batch> Batches(long epoch)
    {
        var rows = _dataset.Count;
        var order = Shuffle ? Tensor.RandPerm(rows, generator: new Generator(_seed + (ulong)epoch * Stride)) : Tensor.Arange(rows);
        for (var (batch, count) = (0, Count); batch < count; batch++)
        {
            var start = batch * BatchSize;
            yield return _dataset.Fetch(Tensor.From(order.AsSpan<long>().Slice(start, Math.Min(BatchSize, rows - start))));
        }
    }
}
