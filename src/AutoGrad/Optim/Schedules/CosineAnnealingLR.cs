namespace AutoGrad.Optim;

/// <summary>The rate falls along half a wave of the cosine, and would rise again after it.</summary>
/// <remarks>
/// rate(t) = etaMin + (initial − etaMin) · (1 + cos(π t/tMax))/2.
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017, without the restarts.
/// </remarks>
public sealed class CosineAnnealingLR : LRScheduler
{
    private readonly long _tMax;
    private readonly double _etaMin;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="tMax">Steps until it is lowest.</param>
    /// <param name="etaMin">The lowest rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite, or too small.</exception>
    public CosineAnnealingLR(IOptimizer optimizer, long tMax, double etaMin = 0) : base(optimizer)
    {
        _tMax = AtLeastOne(tMax, nameof(tMax));
        _etaMin = AtLeastZero(etaMin, nameof(etaMin));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) =>
        _etaMin + (initial - _etaMin) * (1 + Math.Cos(Math.PI * step / _tMax)) / 2;
}
