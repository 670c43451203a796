namespace AutoGrad.Optim;

/// <summary>The rate is the one before times a function of yours.</summary>
/// <remarks>rate(t) = initial · f(1) · f(2) · ... · f(t). The function must depend on the number of the step alone.</remarks>
public sealed class MultiplicativeLR : LRScheduler
{
    private readonly Func<long, double>[] _factors;
    private readonly List<double>[] _products;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="factors">Gives the factor of step 1, 2, ...; one function for all groups, or one for each.</param>
    /// <exception cref="ArgumentException">There is neither one function nor as many as groups.</exception>
    public MultiplicativeLR(IOptimizer optimizer, params Func<long, double>[] factors) : base(optimizer)
    {
        _factors = PerGroup.Of(factors, optimizer, nameof(MultiplicativeLR), nameof(factors));
        _products = Array.ConvertAll(_factors, _ => new List<double> { 1 });
        Start();
    }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step)
    {
        var products = _products[group];
        while (products.Count <= step) products.Add(products[^1] * _factors[group](products.Count));
        return initial * products[(int)step];
    }
}
