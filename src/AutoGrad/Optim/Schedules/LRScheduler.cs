namespace AutoGrad.Optim;

/// <summary>Moves the learning rate of an optimizer, each of its groups from the rate it was given.</summary>
/// <remarks>
/// <para>The rate of every step is known from the start: a derived class states it as a function of the initial rate and the
/// number of the step. So a schedule can be shown before training (<see cref="RateAt"/>), put into others
/// (<see cref="SequentialLR"/>, <see cref="ChainedScheduler"/>), and resumed bit by bit. A rate set by hand holds until the
/// next <see cref="Step"/>.</para>
/// <code>
/// var schedule = new CosineAnnealingLR(optimizer, tMax: 100);
/// optimizer.Step();
/// schedule.Step();        // after the optimizer's, each step or each epoch
/// </code>
/// </remarks>
public abstract class LRScheduler : IStateful
{
    private const string StepName = "step", Initial = "initialRates";

    private readonly double[] _initial;

    /// <summary>Takes the optimizer. The constructor of a derived class ends with <see cref="Start"/>.</summary>
    /// <param name="optimizer">Whose rate to move.</param>
    /// <exception cref="ArgumentException">The optimizer has no group.</exception>
    protected LRScheduler(IOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (optimizer.Groups.Count == 0) throw new ArgumentException($"{GetType().Name}: the optimizer has no group of parameters yet.", nameof(optimizer));
        Optimizer = optimizer;
        _initial = new double[optimizer.Groups.Count];
        for (var i = 0; i < _initial.Length; i++) _initial[i] = optimizer.Groups[i].InitialLearningRate;
    }

    /// <summary>The optimizer whose rate moves.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>How often <see cref="Step"/> was called.</summary>
    public long StepCount { get; private set; }

    /// <summary>The rate of each group before the first step of the schedule.</summary>
    public IReadOnlyList<double> InitialRates => _initial;

    /// <summary>Sets the rates of the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The schedule gives a rate that is negative or not finite; the step is not counted.</exception>
    public void Step()
    {
        CheckStep(StepCount + 1);
        Apply(StepCount + 1);
        StepCount++;
    }

    /// <summary>The rate of a step, without going there.</summary>
    /// <param name="step">The number of calls of <see cref="Step"/> before it; 0 is where the schedule starts.</param>
    /// <param name="group">Which group of the optimizer, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative or there is no such group.</exception>
    public double RateAt(long step, int group = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if ((uint)group >= (uint)_initial.Length) throw new ArgumentOutOfRangeException(nameof(group), group, $"{GetType().Name}: the optimizer has {_initial.Length} groups.");
        return Rate(_initial[group], group, step);
    }

    /// <summary>A copy of where the schedule stands: <c>step</c>, Int64 [], and <c>initialRates</c>, Float64 [groups].</summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary() =>
        new OrderedDictionary<string, Tensor>(StringComparer.Ordinal) { [StepName] = Tensor.Scalar(StepCount), [Initial] = Tensor.From(_initial) };

    /// <summary>Goes to where another schedule of the same settings stood, and sets the rates there.</summary>
    /// <param name="state">What its <see cref="StateDictionary"/> gave.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or element type, or no rates. The message lists them all, and nothing has changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var faults = new StateFaults(GetType().Name);
        faults.RequireCount(state, StepName);
        if (faults.Require(state, Initial, [_initial.Length], DType.Float64) && state[Initial].ToArray<double>().Any(rate => !(rate is >= 0 and < double.PositiveInfinity)))
            faults.Wrong($"{Initial} must be finite and not negative");
        foreach (var (name, tensor) in state)
            if (name is not (StepName or Initial)) faults.Unexpected(name, tensor);
        faults.Throw(nameof(state));
        CheckStep(state[StepName].Item<long>());
        state[Initial].AsSpan<double>().CopyTo(_initial);
        StepCount = state[StepName].Item<long>();
        Apply(StepCount);
    }

    /// <summary>The rate of a step: of its arguments and the settings alone, whatever was asked before.</summary>
    /// <param name="initial">The group's initial rate.</param>
    /// <param name="group">Which group of the optimizer, from 0.</param>
    /// <param name="step">The number of the step, from 0.</param>
    protected internal abstract double Rate(double initial, int group, long step);

    /// <summary>The momentum of a step; null to leave it alone.</summary>
    /// <param name="group">Which group of the optimizer, from 0.</param>
    /// <param name="step">The number of the step, from 0.</param>
    protected internal virtual double? Momentum(int group, long step) => null;

    /// <summary>Refuses a step that the schedule does not have.</summary>
    private protected virtual void CheckStep(long step) { }

    /// <summary>The same, for a schedule inside another.</summary>
    internal void CheckInner(long step) => CheckStep(step);

    /// <summary>Sets the rates of step 0: the last thing a constructor does.</summary>
    protected void Start() => Apply(StepCount);

    private void Apply(long step)
    {
        var groups = Optimizer.Groups;
        // all are computed before any is set, so that a rate that is refused changes nothing
        Span<double> rates = stackalloc double[Math.Min(_initial.Length, 64)];
        if (_initial.Length > 64) rates = new double[_initial.Length];
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = Rate(_initial[i], i, step);
            if (!(rates[i] is >= 0 and < double.PositiveInfinity))
                throw new ArgumentOutOfRangeException(nameof(step), rates[i], $"{GetType().Name}: the rate of step {step} in group {i} must be finite and not negative.");
        }
        for (var i = 0; i < rates.Length; i++)
        {
            groups[i].SetScheduledRate(rates[i]);
            if (Momentum(i, step) is { } momentum) groups[i].ScheduledMomentum = momentum;
        }
    }

    /// <summary>The number, if it is finite and not negative.</summary>
    private protected static double AtLeastZero(double value, string name) =>
        value is >= 0 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");

    /// <summary>The number, if it is 1 or more.</summary>
    private protected static long AtLeastOne(long value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more.");
}
