namespace AutoGrad.Optim;

/// <summary>The rate falls by a factor every step.</summary>
/// <remarks>
/// rate(t) = initial · gammaᵗ.
/// </remarks>
public sealed class ExponentialLR : LRScheduler
{
    private readonly double _gamma;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="gamma">The factor on the rate at each step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite, or too small.</exception>
    public ExponentialLR(IOptimizer optimizer, double gamma) : base(optimizer)
    {
        _gamma = AtLeastZero(gamma, nameof(gamma));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) =>
        initial * Math.Pow(_gamma, step);
}
