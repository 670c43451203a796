namespace AutoGrad.Optim;

/// <summary>The rate falls by a factor when a measure has not improved for some steps.</summary>
/// <remarks>
/// Better is less than best · (1 − threshold) or best − threshold; more than best · (1 + threshold) or best + threshold where more is better.
/// After more than patience steps without, the rate becomes max(rate · factor, minRate), and the next cooldown steps do not count.
/// A measure that is NaN is no improvement.
/// </remarks>
public sealed class ReduceLROnPlateau : IStateful
{
    private const string Best = "best", Bad = "bad", Cooling = "cooling", Steps = "step", Rates = "rates";

    private readonly PlateauMode _mode;
    private readonly ThresholdMode _thresholdMode;
    private readonly double _factor, _threshold, _minRate, _epsilon;
    private readonly long _patience, _cooldown;
    private double _best;
    private long _bad, _cooling;

    /// <summary>Creates the schedule; the defaults are PyTorch's.</summary>
    /// <param name="optimizer">Whose rate to lower.</param>
    /// <param name="mode">Which way the measure improves.</param>
    /// <param name="factor">The factor on the rate, below 1.</param>
    /// <param name="patience">Steps without improvement that are borne.</param>
    /// <param name="threshold">How much better counts.</param>
    /// <param name="thresholdMode">What that is measured by.</param>
    /// <param name="cooldown">Steps after a fall that do not count.</param>
    /// <param name="minRate">The lowest rate.</param>
    /// <param name="epsilon">A fall that is smaller is not made.</param>
    /// <exception cref="ArgumentException">The optimizer has no group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or <paramref name="factor"/> is not below 1.</exception>
    public ReduceLROnPlateau(
        IOptimizer optimizer, PlateauMode mode = PlateauMode.Min, double factor = 0.1, int patience = 10, double threshold = 1e-4, ThresholdMode thresholdMode = ThresholdMode.Relative,
        int cooldown = 0, double minRate = 0, double epsilon = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (optimizer.Groups.Count == 0) throw new ArgumentException("ReduceLROnPlateau: the optimizer has no group of parameters yet.", nameof(optimizer));
        if (!(factor is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "factor must be in [0, 1): the rate falls.");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        foreach (var (value, name) in new[] { (threshold, nameof(threshold)), (minRate, nameof(minRate)), (epsilon, nameof(epsilon)) })
            if (!(value is >= 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");
        (Optimizer, _mode, _factor, _patience, _threshold, _thresholdMode) = (optimizer, mode, factor, patience, threshold, thresholdMode);
        (_cooldown, _minRate, _epsilon) = (cooldown, minRate, epsilon);
        _best = mode == PlateauMode.Min ? double.PositiveInfinity : double.NegativeInfinity;
    }

    /// <summary>The optimizer whose rate falls.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>How often <see cref="Step"/> was called.</summary>
    public long StepCount { get; private set; }

    /// <summary>Counts a step, and lowers the rates if the measure has not improved for too long.</summary>
    /// <param name="measure">What is to improve: usually the loss on held-out data.</param>
    public void Step(double measure)
    {
        StepCount++;
        if (IsBetter(measure)) (_best, _bad) = (measure, 0);
        else _bad++;
        if (_cooling > 0) (_cooling, _bad) = (_cooling - 1, 0);
        if (_bad <= _patience) return;
        foreach (var group in Optimizer.Groups)
        {
            var rate = Math.Max(group.LearningRate * _factor, _minRate);
            if (group.LearningRate - rate > _epsilon) group.SetScheduledRate(rate);
        }
        (_cooling, _bad) = (_cooldown, 0);
    }

    /// <summary>A copy of where the schedule stands: the best measure, the counts, and the rates, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary() => new OrderedDictionary<string, Tensor>(StringComparer.Ordinal)
    {
        [Steps] = Tensor.Scalar(StepCount),
        [Best] = Tensor.Scalar(_best),
        [Bad] = Tensor.Scalar(_bad),
        [Cooling] = Tensor.Scalar(_cooling),
        [Rates] = Tensor.From(Optimizer.Groups.Select(group => group.LearningRate).ToArray()),
    };

    /// <summary>Goes to where another schedule of the same settings stood, and sets the rates there.</summary>
    /// <param name="state">What its <see cref="StateDictionary"/> gave.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or element type, or no rates. The message lists them all, and nothing has changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var faults = new StateFaults(nameof(ReduceLROnPlateau));
        foreach (var name in new[] { Steps, Bad, Cooling }) faults.RequireCount(state, name);
        faults.Require(state, Best, [], DType.Float64);
        if (faults.Require(state, Rates, [Optimizer.Groups.Count], DType.Float64) && state[Rates].ToArray<double>().Any(rate => !(rate is >= 0 and < double.PositiveInfinity)))
            faults.Wrong($"{Rates} must be finite and not negative");
        foreach (var (name, tensor) in state)
            if (name is not (Steps or Best or Bad or Cooling or Rates)) faults.Unexpected(name, tensor);
        faults.Throw(nameof(state));
        (StepCount, _bad, _cooling, _best) = (state[Steps].Item<long>(), state[Bad].Item<long>(), state[Cooling].Item<long>(), state[Best].Item<double>());
        var rates = state[Rates].ToArray<double>();
        for (var i = 0; i < rates.Length; i++) Optimizer.Groups[i].SetScheduledRate(rates[i]);
    }

    private bool IsBetter(double measure)
    {
        var margin = _thresholdMode == ThresholdMode.Absolute ? _threshold : _best * _threshold;
        if (double.IsInfinity(_best)) margin = 0;
        return _mode == PlateauMode.Min ? measure < _best - margin : measure > _best + margin;
    }
}
