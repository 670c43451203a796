namespace AutoGrad.Optim;

/// <summary>Schedules on top of one another: each starts from the rate that the one before gives for the same step.</summary>
/// <remarks>
/// rate(t) = sₙ(... s₂(s₁(initial, t), t) ..., t). Of schedules that multiply, it is the product of their factors times the initial rate.
/// </remarks>
public sealed class ChainedScheduler : LRScheduler
{
    private readonly LRScheduler[] _schedules;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="schedules">The schedules, over the same optimizer; do not step them yourself.</param>
    /// <exception cref="ArgumentException">There is no schedule, or they move different optimizers.</exception>
    public ChainedScheduler(params IEnumerable<LRScheduler> schedules) : base(First(schedules).Optimizer)
    {
        _schedules = Check(nameof(ChainedScheduler), Optimizer, schedules);
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step)
    {
        foreach (var schedule in _schedules) initial = schedule.Rate(initial, group, step);
        return initial;
    }

    /// <inheritdoc/>
    protected internal override double? Momentum(int group, long step)
    {
        double? momentum = null;
        foreach (var schedule in _schedules) momentum = schedule.Momentum(group, step) ?? momentum;
        return momentum;
    }

    private protected override void CheckStep(long step)
    {
        foreach (var schedule in _schedules) schedule.CheckInner(step);
    }

    /// <summary>Schedules that move the optimizer: at least one, none of them null.</summary>
    internal static LRScheduler[] Check(string name, IOptimizer optimizer, IEnumerable<LRScheduler> schedules)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        LRScheduler[] all = [.. schedules];
        if (all.Length == 0) throw new ArgumentException($"{name}: there is no schedule.", nameof(schedules));
        foreach (var schedule in all)
            if (!ReferenceEquals(schedule?.Optimizer, optimizer)) throw new ArgumentException($"{name}: {schedule?.GetType().Name ?? "null"} moves another optimizer.", nameof(schedules));
        return all;
    }

    private static LRScheduler First(IEnumerable<LRScheduler> schedules)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        return schedules.FirstOrDefault() ?? throw new ArgumentException("ChainedScheduler: there is no schedule.", nameof(schedules));
    }
}
