namespace AutoGrad.Optim;

/// <summary>The rate falls along half a wave of the cosine, jumps back, and falls again, in cycles that may grow.</summary>
/// <remarks>
/// rate = etaMin + (initial − etaMin) · (1 + cos(π u/T))/2, u being the steps since the last restart and T the cycle's length:
/// t0 first, then tMult times the one before.
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017.
/// </remarks>
public sealed class CosineAnnealingWarmRestarts : LRScheduler
{
    private readonly long _t0, _tMult;
    private readonly double _etaMin;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="t0">Steps of the first cycle.</param>
    /// <param name="tMult">How many times longer each cycle is than the one before.</param>
    /// <param name="etaMin">The lowest rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of steps or the factor is less than 1, or <paramref name="etaMin"/> is negative or not finite.</exception>
    public CosineAnnealingWarmRestarts(IOptimizer optimizer, long t0, long tMult = 1, double etaMin = 0) : base(optimizer)
    {
        (_t0, _tMult, _etaMin) = (AtLeastOne(t0, nameof(t0)), AtLeastOne(tMult, nameof(tMult)), AtLeastZero(etaMin, nameof(etaMin)));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step)
    {
        var (since, length) = (step, _t0);
        if (_tMult == 1) since %= length;
        else
            for (; since >= length; length *= _tMult) since -= length;
        return _etaMin + (initial - _etaMin) * (1 + Math.Cos(Math.PI * since / length)) / 2;
    }
}
