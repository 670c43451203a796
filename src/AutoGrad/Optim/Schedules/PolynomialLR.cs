namespace AutoGrad.Optim;

/// <summary>The rate falls to zero as a power of the steps that are left.</summary>
/// <remarks>
/// rate(t) = initial · (1 − min(t, totalIters)/totalIters)^power.
/// </remarks>
public sealed class PolynomialLR : LRScheduler
{
    private readonly long _totalIters;
    private readonly double _power;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="totalIters">Steps until it is zero.</param>
    /// <param name="power">The power.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite, or too small.</exception>
    public PolynomialLR(IOptimizer optimizer, long totalIters = 5, double power = 1) : base(optimizer)
    {
        _totalIters = AtLeastOne(totalIters, nameof(totalIters));
        _power = AtLeastZero(power, nameof(power));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) =>
        initial * Math.Pow(1 - (double)Math.Min(step, _totalIters) / _totalIters, _power);
}
