namespace AutoGrad.Data;

/// <summary>Several data sets behind one another, as one.</summary>
public sealed class ConcatDataset : Dataset
{
    private readonly Dataset[] _parts;
    private readonly int[] _ends;

    /// <summary>Puts data sets behind one another; nothing is copied.</summary>
    /// <param name="parts">At least one; their rows have the same parts, of the same shapes and element types.</param>
    /// <exception cref="ArgumentException">There is none, one is null, or together they have more than 2^31-1 rows.</exception>
    public ConcatDataset(params ReadOnlySpan<Dataset> parts)
    {
        if (parts.IsEmpty) throw new ArgumentException("ConcatDataset: there is at least one data set.", nameof(parts));
        (_parts, _ends) = (parts.ToArray(), new int[parts.Length]);
        var end = 0L;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is null) throw new ArgumentException($"ConcatDataset: data set {i} is null.", nameof(parts));
            end += parts[i].Count;
            _ends[i] = end <= int.MaxValue ? (int)end : throw new ArgumentException($"ConcatDataset: {end} rows are more than {int.MaxValue}.", nameof(parts));
        }
    }

    /// <inheritdoc/>
    public override int Count => _ends[^1];

    /// <summary>Fetches some rows, each from the data set that has it.</summary>
    /// <param name="rows">Row numbers from 0, in the order wanted; Int64, one axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of the data set.</exception>
    public override Batch Fetch(Tensor rows)
    {
        var numbers = RowNumbers.Of(rows, Count);
        // what each data set gives lies together; the places lead back to the order asked for
        var (fetched, places, next) = (new List<Batch>(), new long[numbers.Length], 0);
        for (var part = 0; part < _parts.Length; part++)
        {
            var (start, own) = (part == 0 ? 0 : _ends[part - 1], new List<long>());
            for (var i = 0; i < numbers.Length; i++)
                if (numbers[i] >= start && numbers[i] < _ends[part])
                {
                    places[i] = next++;
                    own.Add(numbers[i] - start);
                }
            if (own.Count > 0) fetched.Add(_parts[part].Fetch(Tensor.From([.. own])));
        }
        if (fetched.Count == 0) return _parts[0].Fetch(rows);
        using var scope = GradMode.NoGrad();
        var order = Tensor.From(places);
        return new Batch([.. Enumerable.Range(0, fetched[0].Count).Select(k => Tensor.Concat([.. fetched.Select(batch => batch[k])]).IndexSelect(0, order))]);
    }
}
