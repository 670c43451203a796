namespace AutoGrad.Data;

/// <summary>Walks a data set in batches, in order, shuffled or as a sampler says; each walk is an epoch.</summary>
/// <remarks>
/// An epoch has an order of its own, decided by the seed and the number of the epoch alone: set
/// <see cref="BatchLoader.Epoch"/> to repeat one, or <see cref="BatchLoader.Position"/> to go on in its midst. An empty data
/// set gives no batches.
/// <code>
/// var loader = new DataLoader(dataset, batchSize: 32, shuffle: true, seed: 1) { Workers = 2 };
/// for (var epoch = 0; epoch &lt; 10; epoch++)
///     foreach (var (x, y) in loader) { ... }
/// </code>
/// </remarks>
public sealed class DataLoader : BatchLoader
{
    private readonly Dataset _dataset;

    /// <summary>Creates a loader of every row.</summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="shuffle">Another order each epoch.</param>
    /// <param name="seed">Decides the orders, and what random transforms do.</param>
    /// <param name="dropLast">Leave out a last batch that is smaller than the others.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    public DataLoader(Dataset dataset, int batchSize = 1, bool shuffle = false, ulong seed = 0, bool dropLast = false)
        : this(dataset, shuffle ? new RandomSampler(CountOf(dataset)) : new SequentialSampler(CountOf(dataset)), batchSize, seed, dropLast) { }

    /// <summary>Creates a loader of the rows that a sampler names.</summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="sampler">Which rows, in which order.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="seed">Decides the orders, and what random transforms do.</param>
    /// <param name="dropLast">Leave out a last batch that is smaller than the others.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    public DataLoader(Dataset dataset, Sampler sampler, int batchSize = 1, ulong seed = 0, bool dropLast = false) : base(batchSize, seed, dropLast)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(sampler);
        (_dataset, Sampler) = (dataset, sampler);
    }

    /// <summary>Which rows an epoch has, in which order.</summary>
    public Sampler Sampler { get; }

    /// <summary>Whether each epoch has another order.</summary>
    public bool Shuffle => Sampler is not SequentialSampler;

    /// <summary>Number of batches in an epoch.</summary>
    public int Count => Sampler.Count / BatchSize + (!DropLast && Sampler.Count % BatchSize > 0 ? 1 : 0);

    /// <summary>The position and what it counts on, as named numbers to save: the epoch, the batch, the batch size, the seed, the number of rows.</summary>
    public override IReadOnlyDictionary<string, Tensor> StateDictionary() =>
        new OrderedDictionary<string, Tensor>(base.StateDictionary(), StringComparer.Ordinal) { ["rows"] = Tensor.Scalar((long)Sampler.Count) };

    private protected override IAsyncEnumerable<Func<Batch>> Jobs(LoaderPosition start, CancellationToken cancellation) => Jobs(start).ToAsyncEnumerable();

    private protected override bool IsLast(int batch) => batch == Count - 1;

    private protected override void CheckBatch(int batch)
    {
        if (batch < 0 || batch > Count) throw new ArgumentOutOfRangeException(nameof(Position), batch, $"An epoch has {Count} batches of {BatchSize} rows: there is no place behind {batch} of them.");
    }

    private static int CountOf(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Count;
    }

    private IEnumerable<Func<Batch>> Jobs(LoaderPosition start)
    {
        if (start.Batch >= Count) yield break;
        var order = Sampler.Order(OrderOf(start.Epoch));
        if (order.Length != Sampler.Count) throw new InvalidOperationException($"{Sampler.GetType().Name}: the order has {order.Length} rows, and Count says {Sampler.Count}.");
        for (var batch = start.Batch; batch < Count; batch++)
        {
            var (place, first) = (start with { Batch = batch }, batch * BatchSize);
            var rows = order[first..Math.Min(first + BatchSize, order.Length)];
            yield return () => Make(place, $"rows {string.Join(", ", rows.Take(8))}{(rows.Length > 8 ? ", ..." : "")}", () => _dataset.Fetch(Tensor.From(rows)));
        }
    }
}
