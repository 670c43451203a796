namespace AutoGrad.Optim;

/// <summary>The rate goes up and down between two limits, in straight lines.</summary>
/// <remarks>
/// rate(t) = baseRate + (maxRate − baseRate) · h(t) · s(t): h rises from 0 to 1 in stepSizeUp steps and falls back in stepSizeDown; s is 1,
/// 1/2^(cycles before), or gammaᵗ. The initial rates of the groups do not count.
/// Smith, "Cyclical learning rates for training neural networks", 2017.
/// </remarks>
public sealed class CyclicLR : LRScheduler
{
    private readonly double _baseRate, _maxRate, _gamma, _baseMomentum, _maxMomentum;
    private readonly long _up, _length;
    private readonly CyclicMode _mode;
    private readonly bool _movesMomentum;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="baseRate">The lowest rate.</param>
    /// <param name="maxRate">The highest rate.</param>
    /// <param name="stepSizeUp">Steps from the lowest to the highest.</param>
    /// <param name="stepSizeDown">Steps back; null for as many.</param>
    /// <param name="mode">How the height of the cycles changes.</param>
    /// <param name="gamma">The factor of <see cref="CyclicMode.ExponentialRange"/> on the height at each step.</param>
    /// <param name="cycleMomentum">Whether the momentum (or beta1) falls while the rate rises.</param>
    /// <param name="baseMomentum">The lowest momentum.</param>
    /// <param name="maxMomentum">The highest momentum.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite or too small.</exception>
    /// <exception cref="ArgumentException">A group has no momentum to cycle.</exception>
    public CyclicLR(
        IOptimizer optimizer, double baseRate, double maxRate, long stepSizeUp = 2000, long? stepSizeDown = null, CyclicMode mode = CyclicMode.Triangular, double gamma = 1,
        bool cycleMomentum = true, double baseMomentum = 0.8, double maxMomentum = 0.9)
        : base(optimizer)
    {
        (_baseRate, _maxRate, _gamma) = (AtLeastZero(baseRate, nameof(baseRate)), AtLeastZero(maxRate, nameof(maxRate)), AtLeastZero(gamma, nameof(gamma)));
        _up = AtLeastOne(stepSizeUp, nameof(stepSizeUp));
        _length = _up + AtLeastOne(stepSizeDown ?? stepSizeUp, nameof(stepSizeDown));
        (_baseMomentum, _maxMomentum) = (AtLeastZero(baseMomentum, nameof(baseMomentum)), AtLeastZero(maxMomentum, nameof(maxMomentum)));
        if (cycleMomentum) RequireMomentum(nameof(CyclicLR), optimizer);
        (_mode, _movesMomentum) = (mode, cycleMomentum);
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) => _baseRate + (_maxRate - _baseRate) * Height(step);

    /// <inheritdoc/>
    protected internal override double? Momentum(int group, long step) => _movesMomentum ? _maxMomentum - (_maxMomentum - _baseMomentum) * Height(step) : null;

    /// <summary>Refuses an optimizer without momentum.</summary>
    internal static void RequireMomentum(string schedule, IOptimizer optimizer)
    {
        foreach (var group in optimizer.Groups)
            if (group.ScheduledMomentum is null or 0)
                throw new ArgumentException($"{schedule}: {group.GetType().Name} has no momentum to cycle: give it some, or set cycleMomentum to false.", nameof(optimizer));
    }

    private double Height(long step)
    {
        var (cycle, place) = Math.DivRem(step, _length);
        var height = place <= _up ? (double)place / _up : (double)(_length - place) / (_length - _up);
        return _mode switch
        {
            CyclicMode.Triangular2 => height / Math.Pow(2, cycle),
            CyclicMode.ExponentialRange => height * Math.Pow(_gamma, step),
            _ => height,
        };
    }
}
