namespace AutoGrad.Data;

/// <summary>Checks of row numbers.</summary>
internal static class RowNumbers
{
    /// <summary>Row numbers as a span.</summary>
    /// <exception cref="ArgumentException">They are no Int64 tensor with one axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is outside of the data set.</exception>
    public static long[] Of(Tensor rows, int count)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.DType != DType.Int64 || rows.Rank != 1) throw new ArgumentException($"Row numbers are an Int64 tensor with one axis, not {rows.DType} {rows.Shape}.", nameof(rows));
        var numbers = rows.ToArray<long>();
        foreach (var row in numbers)
            if ((ulong)row >= (ulong)count) throw new ArgumentOutOfRangeException(nameof(rows), row, $"The data set has {count} rows: there is no row {row}.");
        return numbers;
    }
}
