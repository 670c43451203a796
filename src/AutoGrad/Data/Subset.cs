namespace AutoGrad.Data;

/// <summary>Some rows of a data set, as one of its own.</summary>
public sealed class Subset : Dataset
{
    private readonly Dataset _all;
    private readonly long[] _rows;

    /// <summary>Chooses rows; nothing is copied.</summary>
    /// <param name="all">The data set.</param>
    /// <param name="rows">Row numbers from 0, in order; one may occur more than once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of the data set.</exception>
    public Subset(Dataset all, params ReadOnlySpan<long> rows)
    {
        ArgumentNullException.ThrowIfNull(all);
        (_all, _rows) = (all, RowNumbers.Of(Tensor.From(rows), all.Count));
    }

    /// <inheritdoc/>
    public override int Count => _rows.Length;

    /// <summary>The rows' numbers in the whole data set.</summary>
    public IReadOnlyList<long> Rows => _rows;

    /// <inheritdoc/>
    public override Batch Fetch(Tensor rows) => _all.Fetch(Tensor.From(Array.ConvertAll(RowNumbers.Of(rows, Count), row => _rows[row])));
}
