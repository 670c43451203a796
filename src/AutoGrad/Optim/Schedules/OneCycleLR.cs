namespace AutoGrad.Optim;

/// <summary>One rise to a high rate and one long fall far below the start, with the momentum the other way round.</summary>
/// <remarks>
/// From maxRate/divFactor up to maxRate in the first percentStart of the steps, then down to maxRate/(divFactor · finalDivFactor);
/// with three phases first down to where it came from, as fast as it rose. The initial rates of the groups do not count.
/// Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018, in PyTorch's form.
/// </remarks>
public sealed class OneCycleLR : LRScheduler
{
    private readonly double[] _max;
    private readonly (double End, double From, double To, double MomentumFrom, double MomentumTo)[] _phases;
    private readonly AnnealStrategy _strategy;
    private readonly bool _movesMomentum;

    /// <summary>Creates the schedule and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="maxRate">The highest rate, of all groups.</param>
    /// <param name="totalSteps">Steps of the whole cycle: epochs times batches.</param>
    /// <param name="percentStart">The share of the steps in which the rate rises, between 0 and 1.</param>
    /// <param name="strategy">How it goes from one rate to the next.</param>
    /// <param name="cycleMomentum">Whether the momentum (or beta1) falls while the rate rises.</param>
    /// <param name="baseMomentum">The lowest momentum.</param>
    /// <param name="maxMomentum">The highest momentum.</param>
    /// <param name="divFactor">What the highest rate is divided by at the start.</param>
    /// <param name="finalDivFactor">What the rate of the start is divided by at the end.</param>
    /// <param name="threePhase">Whether the fall has a part of its own that mirrors the rise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite or too small, or <paramref name="percentStart"/> is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">A group has no momentum to cycle.</exception>
    public OneCycleLR(
        IOptimizer optimizer, double maxRate, long totalSteps, double percentStart = 0.3, AnnealStrategy strategy = AnnealStrategy.Cosine, bool cycleMomentum = true,
        double baseMomentum = 0.85, double maxMomentum = 0.95, double divFactor = 25, double finalDivFactor = 1e4, bool threePhase = false)
        : this(optimizer, [maxRate], totalSteps, percentStart, strategy, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor, threePhase) { }

    /// <summary>Creates the schedule, with a highest rate for each group, and sets the rates of its start.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <param name="maxRates">The highest rate of each group.</param>
    /// <param name="totalSteps">Steps of the whole cycle: epochs times batches.</param>
    /// <param name="percentStart">The share of the steps in which the rate rises, between 0 and 1.</param>
    /// <param name="strategy">How it goes from one rate to the next.</param>
    /// <param name="cycleMomentum">Whether the momentum (or beta1) falls while the rate rises.</param>
    /// <param name="baseMomentum">The lowest momentum.</param>
    /// <param name="maxMomentum">The highest momentum.</param>
    /// <param name="divFactor">What the highest rate is divided by at the start.</param>
    /// <param name="finalDivFactor">What the rate of the start is divided by at the end.</param>
    /// <param name="threePhase">Whether the fall has a part of its own that mirrors the rise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, not finite or too small, or <paramref name="percentStart"/> is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">A group has no momentum to cycle, or there is neither one rate nor as many as groups.</exception>
    public OneCycleLR(
        IOptimizer optimizer, double[] maxRates, long totalSteps, double percentStart = 0.3, AnnealStrategy strategy = AnnealStrategy.Cosine, bool cycleMomentum = true,
        double baseMomentum = 0.85, double maxMomentum = 0.95, double divFactor = 25, double finalDivFactor = 1e4, bool threePhase = false)
        : base(optimizer)
    {
        _max = PerGroup.Of(maxRates, optimizer, nameof(OneCycleLR), nameof(maxRates));
        foreach (var rate in _max) AtLeastZero(rate, nameof(maxRates));
        TotalSteps = AtLeastOne(totalSteps, nameof(totalSteps));
        if (!(percentStart is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(percentStart), percentStart, "percentStart must be between 0 and 1.");
        if (!(divFactor is > 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(divFactor), divFactor, "divFactor must be positive.");
        if (!(finalDivFactor is > 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(finalDivFactor), finalDivFactor, "finalDivFactor must be positive.");
        var (low, high) = (CheckMomentum(baseMomentum, nameof(baseMomentum)), CheckMomentum(maxMomentum, nameof(maxMomentum)));
        if (cycleMomentum) CyclicLR.RequireMomentum(nameof(OneCycleLR), optimizer);
        (_strategy, _movesMomentum) = (strategy, cycleMomentum);
        var (start, end, rise) = (1 / divFactor, 1 / divFactor / finalDivFactor, percentStart * totalSteps - 1);
        _phases = threePhase
            ? [(rise, start, 1, high, low), (2 * percentStart * totalSteps - 2, 1, start, low, high), (totalSteps - 1, start, end, high, high)]
            : [(rise, start, 1, high, low), (totalSteps - 1, 1, end, low, high)];
        Start();
    }

    /// <summary>Steps of the whole cycle; there are no more.</summary>
    public long TotalSteps { get; }

    /// <inheritdoc/>
    protected internal override double Rate(double initial, int group, long step)
    {
        var (phase, share) = At(step);
        return Between(_max[group] * phase.From, _max[group] * phase.To, share);
    }

    /// <inheritdoc/>
    protected internal override double? Momentum(int group, long step)
    {
        if (!_movesMomentum) return null;
        var (phase, share) = At(step);
        return Between(phase.MomentumFrom, phase.MomentumTo, share);
    }

    private protected override void CheckStep(long step)
    {
        if (step > TotalSteps) throw new InvalidOperationException($"OneCycleLR: the cycle has {TotalSteps} steps and is over; this would be step {step}. Give it as many as the training has: epochs times batches.");
    }

    private ((double End, double From, double To, double MomentumFrom, double MomentumTo) Phase, double Share) At(long step)
    {
        var i = 0;
        while (i < _phases.Length - 1 && step > _phases[i].End) i++;
        var start = i == 0 ? 0 : _phases[i - 1].End;
        var length = _phases[i].End - start;
        return (_phases[i], length > 0 ? Math.Clamp((step - start) / length, 0, 1) : 1);
    }

    private double Between(double from, double to, double share) =>
        _strategy == AnnealStrategy.Linear ? from + (to - from) * share : to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share));

    private static double CheckMomentum(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be in [0, 1).");
}
