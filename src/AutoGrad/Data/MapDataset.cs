namespace AutoGrad.Data;

/// <summary>Samples that a function makes from their numbers, one at a time: files that are read when they are needed, items of a list.</summary>
/// <remarks><code>
/// var pictures = new MapDataset(files.Length, i =&gt; [Npy.Load(files[i]), Tensor.Scalar(labels[i])]);
/// </code></remarks>
public sealed class MapDataset : Dataset
{
    private readonly Func<int, Tensor[]> _read;
    private readonly CollateFunction _collate;

    /// <summary>Creates the data set.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="read">Makes the sample of a number from 0: one tensor for each part. With workers it is called by several threads at once.</param>
    /// <param name="collate">Puts samples together; null for <see cref="Collate.Stack"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public MapDataset(int count, Func<int, Tensor[]> read, CollateFunction? collate = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(read);
        (Count, _read, _collate) = (count, read, collate ?? Collate.Stack);
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>The data set of a list's items.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="convert">Makes a sample of an item.</param>
    /// <param name="collate">Puts samples together; null for <see cref="Collate.Stack"/>.</param>
    public static MapDataset From<T>(IReadOnlyList<T> items, Func<T, Tensor[]> convert, CollateFunction? collate = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(convert);
        return new MapDataset(items.Count, i => convert(items[i]), collate);
    }

    /// <summary>Makes some samples and puts them together.</summary>
    /// <param name="rows">Their numbers from 0, in the order wanted; Int64, one axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample of such a number.</exception>
    /// <exception cref="DataLoadException">A sample could not be made; <see cref="DataLoadException.Index"/> is its number.</exception>
    public override Batch Fetch(Tensor rows)
    {
        var numbers = RowNumbers.Of(rows, Count);
        var samples = new Tensor[numbers.Length][];
        for (var i = 0; i < samples.Length; i++)
        {
            try
            {
                samples[i] = _read((int)numbers[i]) ?? throw new InvalidOperationException("the function that makes samples answered null");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw DataLoadException.OfSample(numbers[i], e);
            }
        }
        return _collate(samples);
    }
}
