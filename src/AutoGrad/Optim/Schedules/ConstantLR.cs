namespace AutoGrad.Optim;

/// <summary>Another rate for the first steps.</summary>
/// <remarks>
/// rate(t) = initial · factor for t &lt; totalIters, initial from then on.
/// </remarks>
public sealed class ConstantLR : LRScheduler
{
    private readonly double _factor;
    private readonly long _totalIters;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="factor">The factor on the rate of the first steps.</param>
    /// <param name="totalIters">How many steps it holds for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite, or too small.</exception>
    public ConstantLR(IOptimizer optimizer, double factor = 1.0 / 3, long totalIters = 5) : base(optimizer)
    {
        _factor = AtLeastZero(factor, nameof(factor));
        _totalIters = (long)AtLeastZero(totalIters, nameof(totalIters));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) =>
        step < _totalIters ? initial * _factor : initial;
}
