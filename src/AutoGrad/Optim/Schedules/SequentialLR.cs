namespace AutoGrad.Optim;

/// <summary>Schedules one after another, each from its own step 0.</summary>
/// <remarks>rate(t) is the first schedule's until the first milestone m₁, then the second's of t − m₁, and so on.</remarks>
public sealed class SequentialLR : LRScheduler
{
    private readonly LRScheduler[] _schedules;
    private readonly long[] _milestones;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="schedules">The schedules, over the same optimizer; do not step them yourself.</param>
    /// <param name="milestones">The steps at which the second, the third, ... begin, rising.</param>
    /// <exception cref="ArgumentException">There is no schedule, one moves another optimizer, or the milestones are not one fewer and rising.</exception>
    public SequentialLR(IOptimizer optimizer, IEnumerable<LRScheduler> schedules, IEnumerable<long> milestones) : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _schedules = ChainedScheduler.Check(nameof(SequentialLR), optimizer, schedules);
        _milestones = [.. milestones];
        if (_milestones.Length != _schedules.Length - 1)
            throw new ArgumentException($"SequentialLR: {_schedules.Length} schedules need {_schedules.Length - 1} milestones, not {_milestones.Length}.", nameof(milestones));
        for (var i = 0; i < _milestones.Length; i++)
            if (_milestones[i] <= (i == 0 ? 0 : _milestones[i - 1])) throw new ArgumentException("SequentialLR: the milestones must be positive and rise.", nameof(milestones));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step)
    {
        var (schedule, start) = At(step);
        return schedule.Rate(initial, group, step - start);
    }

    /// <inheritdoc/>
    protected internal override double? Momentum(int group, long step)
    {
        var (schedule, start) = At(step);
        return schedule.Momentum(group, step - start);
    }

    private protected override void CheckStep(long step)
    {
        var (schedule, start) = At(step);
        schedule.CheckInner(step - start);
    }

    private (LRScheduler Schedule, long Start) At(long step)
    {
        var i = _milestones.Length;
        while (i > 0 && step < _milestones[i - 1]) i--;
        return (_schedules[i], i == 0 ? 0 : _milestones[i - 1]);
    }
}
