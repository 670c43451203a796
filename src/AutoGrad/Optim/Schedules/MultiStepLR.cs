namespace AutoGrad.Optim;

/// <summary>The rate falls by a factor at certain steps.</summary>
/// <remarks>rate(t) = initial · gamma^(number of milestones ≤ t); one that is named twice counts twice.</remarks>
public sealed class MultiStepLR : LRScheduler
{
    private readonly long[] _milestones;
    private readonly double _gamma;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="milestones">The steps at which the rate falls, in any order.</param>
    /// <param name="gamma">The factor on the rate at each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A milestone or <paramref name="gamma"/> is negative, or it is not finite.</exception>
    public MultiStepLR(IOptimizer optimizer, IEnumerable<long> milestones, double gamma = 0.1) : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _milestones = [.. milestones];
        foreach (var milestone in _milestones) ArgumentOutOfRangeException.ThrowIfNegative(milestone, nameof(milestones));
        _gamma = AtLeastZero(gamma, nameof(gamma));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step)
    {
        var falls = 0;
        foreach (var milestone in _milestones)
            if (milestone <= step) falls++;
        return initial * Math.Pow(_gamma, falls);
    }
}
