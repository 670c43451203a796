using System.Collections;
using System.Runtime.CompilerServices;

namespace AutoGrad.Data;

/// <summary>Hands out data in batches, epoch by epoch; what <see cref="DataLoader"/> and <see cref="StreamLoader"/> have in common.</summary>
/// <remarks>
/// With <see cref="Workers"/> the batches are made ahead of time on other threads. Their order and their bits are the same for
/// any number of workers. A loader belongs to one thread at a time.
/// </remarks>
public abstract class BatchLoader : IEnumerable<Batch>, IStateful
{
    // an odd number near 2^64/φ: neighbouring epochs get seeds far apart
    private const ulong Stride = 0x9E3779B97F4A7C15;

    private LoaderPosition _next;
    private LoaderPosition _position;

    private protected BatchLoader(int batchSize, ulong seed, bool dropLast)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        (BatchSize, Seed, DropLast) = (batchSize, seed, dropLast);
    }

    /// <summary>Rows in a batch; the last one of an epoch may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Whether a last batch that is smaller than the others is left out.</summary>
    public bool DropLast { get; }

    /// <summary>Decides the orders of the epochs and what random transforms do.</summary>
    public ulong Seed { get; }

    /// <summary>How many batches are made at a time in the background; 0, the default, makes each when it is asked for.</summary>
    /// <remarks>With more than one the data set is read by several threads at once.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number.</exception>
    public int Workers
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>How many batches for each worker may wait to be asked for; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int Prefetch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 2;

    /// <summary>Changes each batch before it is handed out; null, the default, for no change. Runs in the workers.</summary>
    public BatchTransform? Transform { get; init; }

    /// <summary>The number of the next epoch, from 0; it grows when one is started.</summary>
    public long Epoch
    {
        get => _next.Epoch;
        set => _next = _position = new LoaderPosition(value, 0);
    }

    /// <summary>Where the last walk stands: behind the last batch that was handed out. Set it, and the next walk begins there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a batch that no epoch has.</exception>
    public LoaderPosition Position
    {
        get => _position;
        set
        {
            CheckBatch(value.Batch);
            _next = _position = value;
        }
    }

    /// <summary>Starts an epoch, or goes on with the one that <see cref="Position"/> was set to.</summary>
    public IEnumerator<Batch> GetEnumerator() => OrderedPrefetch.Wait(Walk(Begin())).GetEnumerator();

    /// <summary>The same as a walk for <c>await foreach</c>.</summary>
    /// <param name="cancellation">Ends the walk with an <see cref="OperationCanceledException"/>; the position stays behind the last batch.</param>
    public IAsyncEnumerable<Batch> ReadAsync(CancellationToken cancellation = default) => Walk(Begin(), cancellation);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The position and what it counts on, as named numbers to save: the epoch, the batch, the batch size, the seed.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> StateDictionary() => new OrderedDictionary<string, Tensor>(StringComparer.Ordinal)
    {
        ["epoch"] = Tensor.Scalar(_position.Epoch),
        ["batch"] = Tensor.Scalar((long)_position.Batch),
        ["batch_size"] = Tensor.Scalar((long)BatchSize),
        ["seed"] = Tensor.Scalar((long)Seed),
    };

    /// <summary>Goes on where a loader of the same settings was saved.</summary>
    /// <param name="state">What <see cref="StateDictionary"/> gave.</param>
    /// <exception cref="ArgumentException">Numbers are missing, unexpected or no whole numbers, or the settings differ. The message lists all faults, and nothing has changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (own, faults) = (StateDictionary(), new StateFaults(GetType().Name));
        foreach (var (name, mine) in own)
        {
            if (name == "batch") faults.RequireCount(state, name, int.MaxValue);
            else if (faults.Require(state, name, [], DType.Int64) && name != "epoch" && state[name].Item<long>() is var other && other != mine.Item<long>())
                faults.Wrong($"another setting: {name} is {mine.Item<long>()}, the state has {other}");
        }
        foreach (var (name, tensor) in state)
            if (!own.ContainsKey(name)) faults.Unexpected(name, tensor);
        faults.Throw(nameof(state));
        Position = new LoaderPosition(state["epoch"].Item<long>(), (int)state["batch"].Item<long>());
    }

    /// <summary>What makes each batch from a place on, in order.</summary>
    private protected abstract IAsyncEnumerable<Func<Batch>> Jobs(LoaderPosition start, CancellationToken cancellation);

    /// <summary>Whether a batch is the last of its epoch; false where that is not known beforehand.</summary>
    private protected virtual bool IsLast(int batch) => false;

    private protected virtual void CheckBatch(int batch) => ArgumentOutOfRangeException.ThrowIfNegative(batch, nameof(Position));

    /// <summary>The random numbers that decide the order of an epoch.</summary>
    private protected Generator OrderOf(long epoch) => new(Seed + (ulong)epoch * Stride);

    /// <summary>Makes a batch, changes it, and names it if that fails.</summary>
    private protected Batch Make(LoaderPosition place, string samples, Func<Batch> fetch)
    {
        try
        {
            using var scope = GradMode.NoGrad();
            var batch = fetch() ?? throw new InvalidOperationException("the data set answered null");
            if (Transform is null) return batch;
            return Transform(batch, new Generator(Mix(Mix(Seed + (ulong)place.Epoch * Stride) + (ulong)place.Batch))) ?? throw new InvalidOperationException("the transform answered null");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw DataLoadException.OfBatch(place, samples, e);
        }
    }

    private LoaderPosition Begin()
    {
        var start = _position = _next;
        _next = new LoaderPosition(start.Epoch + 1, 0);
        return start;
    }

    private async IAsyncEnumerable<Batch> Walk(LoaderPosition start, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var batch = start.Batch;
        await foreach (var made in OrderedPrefetch.Run(Jobs(start, cancellation), Workers, Math.Max(1, Workers * Prefetch), cancellation).ConfigureAwait(false))
        {
            _position = IsLast(batch++) ? new LoaderPosition(start.Epoch + 1, 0) : new LoaderPosition(start.Epoch, batch);
            yield return made;
        }
        _position = new LoaderPosition(start.Epoch + 1, 0);
    }

    // SplitMix64: neighbouring numbers become unrelated ones
    private static ulong Mix(ulong x)
    {
        x += Stride;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
