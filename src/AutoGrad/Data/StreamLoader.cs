using System.Runtime.CompilerServices;

namespace AutoGrad.Data;

/// <summary>Walks a stream in batches; each walk is an epoch.</summary>
/// <remarks>
/// A stream cannot be shuffled as a whole. With a shuffle buffer of n samples each sample that is handed out is drawn from the next n,
/// and its place is taken by the one that follows: the larger the buffer, the better the shuffle. The seed and the number of the
/// epoch decide it. A walk that is resumed in the midst of an epoch passes over the samples it has had, without making them.
/// <code>
/// var loader = new StreamLoader(StreamDataset.From(File.ReadLines(path), Parse), batchSize: 32, shuffleBuffer: 10_000, seed: 1) { Workers = 2 };
/// foreach (var (x, y) in loader) { ... }
/// </code>
/// </remarks>
public sealed class StreamLoader : BatchLoader
{
    private const int Drawn = 256;

    private readonly StreamDataset _dataset;

    /// <summary>Creates the loader.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="shuffleBuffer">How many samples to draw from; 0 or 1 to keep the order.</param>
    /// <param name="seed">Decides the orders, and what random transforms do.</param>
    /// <param name="dropLast">Leave out a last batch that is smaller than the others.</param>
    /// <param name="collate">Puts samples together; null for <see cref="Collate.Stack"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1, or <paramref name="shuffleBuffer"/> negative.</exception>
    public StreamLoader(StreamDataset dataset, int batchSize = 1, int shuffleBuffer = 0, ulong seed = 0, bool dropLast = false, CollateFunction? collate = null) : base(batchSize, seed, dropLast)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegative(shuffleBuffer);
        (_dataset, ShuffleBuffer, CollateWith) = (dataset, shuffleBuffer, collate ?? Collate.Stack);
    }

    /// <summary>How many samples each one is drawn from; 0 or 1 keeps the order.</summary>
    public int ShuffleBuffer { get; }

    /// <summary>Puts samples together.</summary>
    public CollateFunction CollateWith { get; }

    /// <summary>The position and what it counts on, as named numbers to save: the epoch, the batch, the batch size, the seed, the shuffle buffer.</summary>
    public override IReadOnlyDictionary<string, Tensor> StateDictionary() =>
        new OrderedDictionary<string, Tensor>(base.StateDictionary(), StringComparer.Ordinal) { ["shuffle_buffer"] = Tensor.Scalar((long)ShuffleBuffer) };

    private protected override async IAsyncEnumerable<Func<Batch>> Jobs(LoaderPosition start, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (place, passed, samples) = (start, (long)start.Batch * BatchSize, new List<Sample>(BatchSize));
        await foreach (var sample in Shuffled(start.Epoch, cancellation).ConfigureAwait(false))
        {
            if (passed-- > 0) continue;
            samples.Add(sample);
            if (samples.Count < BatchSize) continue;
            yield return Job(place, [.. samples]);
            samples.Clear();
            place = place with { Batch = place.Batch + 1 };
        }
        if (samples.Count > 0 && !DropLast) yield return Job(place, [.. samples]);
    }

    private readonly record struct Sample(long Index, Func<Tensor[]> Make);

    private Func<Batch> Job(LoaderPosition place, Sample[] samples) => () => Make(place, $"{samples.Length} samples from {samples.Min(s => s.Index)} on", () =>
    {
        var made = new Tensor[samples.Length][];
        for (var i = 0; i < made.Length; i++)
        {
            try
            {
                made[i] = samples[i].Make() ?? throw new InvalidOperationException("the function that makes samples answered null");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw DataLoadException.OfSample(samples[i].Index, e);
            }
        }
        return CollateWith(made);
    });

    private async IAsyncEnumerable<Sample> Shuffled(long epoch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (random, numbers, next) = (OrderOf(epoch), Array.Empty<double>(), 0);
        var buffer = new List<Sample>();
        await foreach (var sample in Numbered(epoch, cancellation).ConfigureAwait(false))
        {
            if (ShuffleBuffer < 2)
            {
                yield return sample;
                continue;
            }
            buffer.Add(sample);
            if (buffer.Count == ShuffleBuffer) yield return Draw();
        }
        while (buffer.Count > 0) yield return Draw();

        Sample Draw()
        {
            if (next == numbers.Length) (numbers, next) = (Tensor.Rand([Drawn], DType.Float64, random).ToArray<double>(), 0);
            var place = (int)(numbers[next++] * buffer.Count);
            var drawn = buffer[place];
            buffer[place] = buffer[^1];
            buffer.RemoveAt(buffer.Count - 1);
            return drawn;
        }
    }

    private async IAsyncEnumerable<Sample> Numbered(long epoch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var walk = _dataset.ReadAsync(epoch, cancellation).GetAsyncEnumerator(cancellation);
        for (var index = 0L; ; index++)
        {
            try
            {
                if (!await walk.MoveNextAsync().ConfigureAwait(false)) yield break;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw DataLoadException.OfSample(index, e);
            }
            yield return new Sample(index, walk.Current);
        }
    }
}
