namespace AutoGrad.Optim;

/// <summary>The rate falls by a factor every so many steps.</summary>
/// <remarks>
/// rate(t) = initial · gamma^⌊t/stepSize⌋.
/// </remarks>
public sealed class StepLR : LRScheduler
{
    private readonly long _stepSize;
    private readonly double _gamma;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="stepSize">Steps between two falls.</param>
    /// <param name="gamma">The factor on the rate at each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite, or too small.</exception>
    public StepLR(IOptimizer optimizer, long stepSize, double gamma = 0.1) : base(optimizer)
    {
        _stepSize = AtLeastOne(stepSize, nameof(stepSize));
        _gamma = AtLeastZero(gamma, nameof(gamma));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) =>
        initial * Math.Pow(_gamma, step / _stepSize);
}
