namespace AutoGrad.Optim;

/// <summary>The rate rises to the initial one in equal parts, then another schedule goes on from there.</summary>
/// <remarks>
/// rate(t) = initial · (t + 1)/steps for t &lt; steps; from then on that of the schedule behind it, counted from its own step 0, or initial.
/// Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017.
/// </remarks>
public sealed class WarmUpLR : LRScheduler
{
    private readonly long _steps;
    private readonly LRScheduler? _then;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="steps">Steps until the rate is the initial one.</param>
    /// <param name="then">The schedule behind it, over the same optimizer; do not step it yourself. Null for a constant rate.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="then"/> moves another optimizer.</exception>
    public WarmUpLR(IOptimizer optimizer, long steps, LRScheduler? then = null) : base(optimizer)
    {
        _steps = AtLeastOne(steps, nameof(steps));
        if (then is not null && !ReferenceEquals(then.Optimizer, optimizer)) throw new ArgumentException("WarmUpLR: the schedule behind it moves another optimizer.", nameof(then));
        _then = then;
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) =>
        step < _steps ? initial * (step + 1) / _steps : _then?.Rate(initial, group, step - _steps) ?? initial;

    /// <inheritdoc/>
    protected internal override double? Momentum(int group, long step) => step < _steps ? null : _then?.Momentum(group, step - _steps);

    private protected override void CheckStep(long step)
    {
        if (step >= _steps) _then?.CheckInner(step - _steps);
    }
}
