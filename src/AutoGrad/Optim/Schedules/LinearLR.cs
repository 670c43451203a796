namespace AutoGrad.Optim;

/// <summary>The rate goes from one share of the initial rate to another in a straight line: a warm-up, usually.</summary>
/// <remarks>
/// rate(t) = initial · (startFactor + (endFactor − startFactor) · min(t, totalIters)/totalIters).
/// </remarks>
public sealed class LinearLR : LRScheduler
{
    private readonly double _startFactor;
    private readonly double _endFactor;
    private readonly long _totalIters;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="startFactor">The factor on the rate at the start.</param>
    /// <param name="endFactor">The factor on the rate from totalIters on.</param>
    /// <param name="totalIters">Steps from one to the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite, or too small.</exception>
    public LinearLR(IOptimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, long totalIters = 5) : base(optimizer)
    {
        _startFactor = AtLeastZero(startFactor, nameof(startFactor));
        _endFactor = AtLeastZero(endFactor, nameof(endFactor));
        _totalIters = AtLeastOne(totalIters, nameof(totalIters));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) =>
        initial * (_startFactor + (_endFactor - _startFactor) * Math.Min(step, _totalIters) / _totalIters);
}
