namespace AutoGrad.Optim;

/// <summary>The rate is the initial one times a function of yours.</summary>
/// <remarks>rate(t) = initial · f(t). The function must depend on the number of the step alone, so that a run can be resumed.</remarks>
public sealed class LambdaLR : LRScheduler
{
    private readonly Func<long, double>[] _factors;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="factors">Gives the factor of step 0, 1, ...; one function for all groups, or one for each.</param>
    /// <exception cref="ArgumentException">There is neither one function nor as many as groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first rate is negative or not finite.</exception>
    public LambdaLR(IOptimizer optimizer, params Func<long, double>[] factors) : base(optimizer)
    {
        _factors = PerGroup.Of(factors, optimizer, nameof(LambdaLR), nameof(factors));
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step) => initial * _factors[group](step);
}
