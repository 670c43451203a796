namespace AutoGrad.Data;

/// <summary>Rows that can be fetched by number. Derive from it to read them from elsewhere than memory.</summary>
public abstract class Dataset
{
    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>Fetches some rows.</summary>
    /// <remarks>A loader with several workers calls this from several threads at once.</remarks>
    /// <param name="rows">Row numbers from 0, in the order wanted; Int64, one axis.</param>
    /// <returns>One tensor for each part of a row, such as inputs and targets; the first axis counts the rows.</returns>
    public abstract Batch Fetch(Tensor rows);

    /// <summary>Deals the rows into parts at random, such as for training, validation and test.</summary>
    /// <param name="fractions">The share of each part, above zero; together 1. Rounded to whole rows.</param>
    /// <param name="seed">Decides which rows; the same seed gives the same parts.</param>
    /// <returns>The parts; every row is in one of them.</returns>
    /// <exception cref="ArgumentException">The fractions do not sum to 1, one is not above zero, or a part would be empty.</exception>
    public Subset[] RandomSplit(ReadOnlySpan<double> fractions, ulong seed)
    {
        Splits.Check(fractions);
        var order = Tensor.RandPerm(Count, generator: new Generator(seed)).ToArray<long>();
        var (ends, parts) = (Splits.Ends(Count, fractions), new IReadOnlyList<long>[fractions.Length]);
        for (var part = 0; part < parts.Length; part++) parts[part] = order[(part == 0 ? 0 : ends[part - 1])..ends[part]];
        return Splits.Deal(this, parts);
    }

    /// <summary>Deals the rows into parts at random so that each part has every class in nearly the same share.</summary>
    /// <param name="labels">The class of each row; Int32 or Int64, one axis.</param>
    /// <param name="fractions">The share of each part, above zero; together 1. Rounded to whole rows in each class.</param>
    /// <param name="seed">Decides which rows; the same seed gives the same parts.</param>
    /// <returns>The parts; every row is in one of them.</returns>
    /// <exception cref="ArgumentException">The labels are no integers, one a row; the fractions do not sum to 1, one is not above zero, or a part would be empty.</exception>
    public Subset[] StratifiedSplit(Tensor labels, ReadOnlySpan<double> fractions, ulong seed)
    {
        Splits.Check(fractions);
        var classes = ClassMembers.Of(nameof(StratifiedSplit), labels);
        if (labels.Size != Count) throw new ArgumentException($"There are {labels.Size} labels for {Count} rows.", nameof(labels));
        var (random, parts) = (new Generator(seed), new List<long>[fractions.Length]);
        for (var part = 0; part < parts.Length; part++) parts[part] = [];
        foreach (var members in classes)
        {
            var (order, ends) = (Tensor.RandPerm(members.Length, generator: random).ToArray<long>(), Splits.Ends(members.Length, fractions));
            for (var (i, part) = (0, 0); i < order.Length; i++)
            {
                while (i >= ends[part]) part++;
                parts[part].Add(members[order[i]]);
            }
        }
        return Splits.Deal(this, parts);
    }
}
