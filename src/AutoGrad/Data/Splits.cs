namespace AutoGrad.Data;

/// <summary>How rows are dealt into parts.</summary>
internal static class Splits
{
    /// <summary>Where each part ends, for a number of rows.</summary>
    public static int[] Ends(int count, ReadOnlySpan<double> fractions)
    {
        var (ends, sum) = (new int[fractions.Length], 0.0);
        for (var part = 0; part < ends.Length; part++) ends[part] = (int)Math.Round(count * Math.Min(1, sum += fractions[part]));
        ends[^1] = count;
        return ends;
    }

    /// <summary>The fractions must be positive and sum to 1.</summary>
    public static void Check(ReadOnlySpan<double> fractions)
    {
        var sum = 0.0;
        foreach (var fraction in fractions) sum += fraction > 0 ? fraction : double.NaN;
        if (!(Math.Abs(sum - 1) < 1e-9)) throw new ArgumentException($"The fractions must be above zero and sum to 1, unlike {string.Join(" + ", fractions.ToArray())}.", nameof(fractions));
    }

    /// <summary>The parts, none of them empty.</summary>
    public static Subset[] Deal(Dataset all, IReadOnlyList<long>[] parts)
    {
        var subsets = new Subset[parts.Length];
        for (var part = 0; part < parts.Length; part++)
        {
            if (parts[part].Count == 0) throw new ArgumentException($"Part {part} would be empty: {all.Count} rows are too few for these fractions.", "fractions");
            subsets[part] = new Subset(all, [.. parts[part]]);
        }
        return subsets;
    }
}
