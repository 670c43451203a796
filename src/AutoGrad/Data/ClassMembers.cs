namespace AutoGrad.Data;

/// <summary>The rows of each class.</summary>
internal static class ClassMembers
{
    /// <summary>One array of rows for each class that occurs, the smallest class first.</summary>
    /// <exception cref="ArgumentException"><paramref name="labels"/> are no integers on one axis.</exception>
    public static long[][] Of(string op, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (!labels.DType.IsInteger || labels.Rank != 1) throw new ArgumentException($"{op}: the labels are class numbers on one axis, Int64 or Int32, not {labels.DType} {labels.Shape}.", nameof(labels));
        var members = new SortedDictionary<long, List<long>>();
        using var scope = GradMode.NoGrad();
        var classes = labels.To(DType.Int64).AsSpan<long>();
        for (var row = 0; row < classes.Length; row++)
        {
            if (!members.TryGetValue(classes[row], out var rows)) members.Add(classes[row], rows = []);
            rows.Add(row);
        }
        return [.. members.Values.Select(rows => rows.ToArray())];
    }
}
