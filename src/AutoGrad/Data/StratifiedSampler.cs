namespace AutoGrad.Data;

/// <summary>Every row once, in a random order that spreads each class evenly: any stretch, such as a batch, has nearly the shares of the whole.</summary>
public sealed class StratifiedSampler : Sampler
{
    private readonly long[][] _classes;

    /// <summary>Creates the sampler.</summary>
    /// <param name="labels">The class of each row; Int32 or Int64, one axis.</param>
    /// <exception cref="ArgumentException"><paramref name="labels"/> are no integers on one axis.</exception>
    public StratifiedSampler(Tensor labels) => (_classes, Count) = (ClassMembers.Of(nameof(StratifiedSampler), labels), labels.Size);

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override long[] Order(Generator random)
    {
        // the shuffled members of a class, n of them, get one place in each n-th of the epoch
        var (keys, rows, next) = (new double[Count], new long[Count], 0);
        foreach (var members in _classes)
        {
            var order = Tensor.RandPerm(members.Length, generator: random).AsSpan<long>();
            var within = Tensor.Rand([members.Length], DType.Float64, random).AsSpan<double>();
            for (var i = 0; i < order.Length; i++, next++) (keys[next], rows[next]) = ((i + within[i]) / order.Length, members[order[i]]);
        }
        Array.Sort(keys, rows);
        return rows;
    }
}
