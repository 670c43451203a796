namespace AutoGrad.Optim;

/// <summary>A setting for each group of an optimizer, where one may stand for all.</summary>
internal static class PerGroup
{
    /// <exception cref="ArgumentException">There is neither one value nor as many as groups, or one is null.</exception>
    public static T[] Of<T>(T[] values, IOptimizer optimizer, string schedule, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        var groups = optimizer.Groups.Count;
        if (values.Length != 1 && values.Length != groups)
            throw new ArgumentException($"{schedule}: {name} has {values.Length} values for {groups} groups: give one for all, or one for each.", name);
        foreach (var value in values)
            if (value is null) throw new ArgumentNullException(name, $"{schedule}: a value of {name} is null.");
        if (values.Length == groups) return [.. values];
        var all = new T[groups];
        Array.Fill(all, values[0]);
        return all;
    }
}
