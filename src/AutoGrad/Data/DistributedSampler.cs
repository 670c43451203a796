namespace AutoGrad.Data;

/// <summary>The share of one process among several that train together: every row belongs to one of them, in an order that all agree on.</summary>
/// <remarks>
/// Process r takes the places r, r + n, r + 2n, ... of the same order. All have equally many rows: the first ones are repeated at the
/// end, or some of the last ones left out. The loaders of all processes must have the same seed.
/// </remarks>
public sealed class DistributedSampler : Sampler
{
    private readonly Sampler _all;
    private readonly int _rank, _processes;

    /// <summary>Creates the share of one process.</summary>
    /// <param name="all">The rows of all processes together.</param>
    /// <param name="rank">The number of this process, from 0.</param>
    /// <param name="processes">How many processes there are.</param>
    /// <param name="dropLast">Leave rows out where they do not divide evenly; otherwise repeat some.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no process, or none of this number.</exception>
    public DistributedSampler(Sampler all, int rank, int processes, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(processes);
        if ((uint)rank >= (uint)processes) throw new ArgumentOutOfRangeException(nameof(rank), rank, $"The processes have the numbers 0 to {processes - 1}.");
        (_all, _rank, _processes) = (all, rank, processes);
        Count = all.Count / processes + (!dropLast && all.Count % processes > 0 ? 1 : 0);
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override long[] Order(Generator random)
    {
        var (all, own) = (_all.Order(random), new long[Count]);
        for (var i = 0; i < own.Length; i++) own[i] = all[(int)(((long)i * _processes + _rank) % all.Length)];
        return own;
    }
}
