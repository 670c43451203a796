using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Optim;

/// <summary>Changes parameters step by step against their gradients.</summary>
/// <remarks>
/// <para>A derived class names the slots it keeps for each parameter and states one parameter's step over spans; this class
/// walks the parameters, owns the slots and checks the arguments. Settings are properties and may change between steps: a
/// schedule sets <see cref="LearningRate"/>.</para>
/// <para>A parameter without a gradient is left alone. Groups of parameters with settings of their own are optimizers of
/// their own, put together by <see cref="ParameterGroups"/>.</para>
/// <code>
/// optimizer.ZeroGrad();
/// loss.Backward();
/// optimizer.Step();
/// </code>
/// </remarks>
public abstract partial class Optimizer : IOptimizer
{
    private readonly Tensor[] _parameters;
    private readonly Tensor[]?[] _slots;
    private readonly long[] _steps;
    private readonly StepPlan _plan = new();
    private double _rate;

    /// <summary>Takes the parameters to change.</summary>
    /// <param name="parameters">Parameters of a module, or other leaves that require gradients.</param>
    /// <param name="learningRate">The first <see cref="LearningRate"/>.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null or given twice, or one is the result of an op.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative or not finite.</exception>
    protected Optimizer(IEnumerable<Tensor> parameters, double learningRate)
    {
        LearningRate = learningRate;
        _parameters = Check(parameters);
        _slots = new Tensor[]?[_parameters.Length];
        _steps = new long[_parameters.Length];
    }

    /// <summary>The factor on each step, finite and not negative. Schedules move it; set by hand, it is what they start from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative or non-finite number.</exception>
    public double LearningRate
    {
        get => _rate;
        set => InitialLearningRate = _rate = AtLeastZero(value, nameof(LearningRate));
    }

    /// <summary>The <see cref="LearningRate"/> that was given or set last, whatever schedules have made of it since.</summary>
    public double InitialLearningRate { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<Optimizer> Groups => field ??= [this];

    /// <summary>The parameters, in the order they were given.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>
    /// Whether an element's step reads no other element, so that a large parameter may be given to <see cref="Update{T}"/> in
    /// pieces, on several threads at once. False unless overridden.
    /// </summary>
    protected virtual bool IsElementwise => false;

    /// <summary>Names of the tensors kept for each parameter, in its element type, zero before its first step.</summary>
    protected abstract ReadOnlySpan<string> SlotNames { get; }

    /// <summary>How many of <see cref="SlotNames"/> the next step needs, the first ones; all unless overridden. One that is there already is kept.</summary>
    protected virtual int NeededSlots => SlotNames.Length;

    /// <summary>The settings that belong to the state, but for the rate and <see cref="ScheduledMomentum"/>; none unless overridden.</summary>
    protected virtual IReadOnlyList<OptimizerSetting> Settings => [];

    /// <summary>The shape of a slot: the parameter's unless overridden. Where <see cref="IsElementwise"/>, it must be.</summary>
    /// <param name="slot">Which slot, in the order of <see cref="SlotNames"/>.</param>
    /// <param name="parameter">The shape of the parameter.</param>
    protected virtual Shape SlotShape(int slot, Shape parameter) => parameter;

    /// <summary>The share of the past that a schedule may move with the rate (<see cref="OneCycleLR"/>, <see cref="CyclicLR"/>); null where there is none.</summary>
    protected internal virtual double? ScheduledMomentum { get => null; set { } }

    /// <summary>Sets the rate of a step, and not what schedules start from.</summary>
    internal void SetScheduledRate(double rate) => _rate = AtLeastZero(rate, nameof(LearningRate));

    /// <summary>Changes every parameter that has a gradient, in place.</summary>
    /// <exception cref="InvalidOperationException">A parameter has become the result of an op.</exception>
    public void Step()
    {
        using var scope = GradMode.NoGrad();
        _plan.Clear();
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (_parameters[i].Grad is null) continue;
            _parameters[i].AllowChange();
            Slots(i);
            _steps[i]++;
            _plan.Add(i, _parameters[i].Size, split: IsElementwise);
        }
        if (IsElementwise) ForkJoin.Run(_plan.Parts, new StepWork(this));
        else
            for (var part = 0; part < _plan.Parts; part++) UpdatePart(part);
    }

    /// <summary>A copy of what the optimizer keeps for a parameter: running means and the like.</summary>
    /// <param name="parameter">Which parameter, in the order of <see cref="Parameters"/>.</param>
    /// <param name="name">The name of the slot.</param>
    /// <returns>A tensor in the parameter's shape; null before the parameter's first step.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parameter"/> is no index.</exception>
    /// <exception cref="ArgumentException">The optimizer keeps nothing of this name.</exception>
    public Tensor? Slot(int parameter, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if ((uint)parameter >= (uint)_parameters.Length) throw new ArgumentOutOfRangeException(nameof(parameter), parameter, $"{GetType().Name} has {_parameters.Length} parameters.");
        var place = SlotNames.IndexOf(name);
        if (place < 0) throw new ArgumentException($"{GetType().Name} keeps no '{name}' for a parameter, but: {string.Join(", ", SlotNames.ToArray())}.", nameof(name));
        return _slots[parameter] is { } slots && place < slots.Length ? slots[place].Clone() : null;
    }

    /// <summary>Forgets the gradients of all parameters: the next <c>Backward()</c> starts from nothing.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in _parameters) parameter.ZeroGrad();
    }

    /// <summary>One step of one parameter, or of a piece of it if <see cref="IsElementwise"/>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="value">The parameter's elements, to be changed.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="state">Its slots, to be changed, and the number of this step.</param>
    protected abstract void Update<T>(Span<T> value, ReadOnlySpan<T> gradient, ParameterState<T> state) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>A setting in every lane of a vector.</summary>
    private protected static Vector<T> Lanes<T>(double setting) where T : unmanaged, IFloatingPointIeee754<T> => new(T.CreateTruncating(setting));

    /// <summary>The number, if it is finite and not negative.</summary>
    /// <param name="value">The number.</param>
    /// <param name="name">What it is called, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    protected static double AtLeastZero(double value, string name) =>
        double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");

    /// <summary>The number, if it is in [0, 1): the weight of the past in a running mean.</summary>
    /// <param name="value">The number.</param>
    /// <param name="name">What it is called, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [0, 1).</exception>
    protected static double BelowOne(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be in [0, 1).");

    private void UpdatePart(int part)
    {
        foreach (var chunk in _plan[part])
        {
            var parameter = _parameters[chunk.Parameter];
            if (parameter.DType == DType.Float32) UpdatePiece<float>(parameter, chunk);
            else UpdatePiece<double>(parameter, chunk);
        }
    }

    private void UpdatePiece<T>(Tensor parameter, StepChunk chunk) where T : unmanaged, IFloatingPointIeee754<T> =>
        Update(
            parameter.Span<T>().Slice(chunk.Start, chunk.Count),
            parameter.Grad!.Span<T>().Slice(chunk.Start, chunk.Count),
            new ParameterState<T>(_slots[chunk.Parameter], _steps[chunk.Parameter], parameter.Shape, chunk.Start, chunk.Count));

    // a setting may need one more slot than before, and a module may have been converted since the last step
    private Tensor[] Slots(int i)
    {
        var (parameter, slots) = (_parameters[i], _slots[i] ?? []);
        var known = slots.Length;
        if (known < NeededSlots) Array.Resize(ref slots, NeededSlots);
        for (var k = 0; k < slots.Length; k++)
        {
            if (k >= known) slots[k] = Tensor.Zeros(SlotShape(k, parameter.Shape), parameter.DType);
            else if (slots[k].DType != parameter.DType) slots[k] = slots[k].To(parameter.DType);
        }
        return _slots[i] = slots;
    }

    /// <summary>The parameters as an array: at least one, all leaves, none twice.</summary>
    internal static Tensor[] Check(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var (list, seen) = (new List<Tensor>(), new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance));
        foreach (var parameter in parameters)
        {
            if (parameter is null) throw new ArgumentException($"Parameter {list.Count} is null.", nameof(parameters));
            if (!parameter.IsLeaf || !parameter.IsChangeable)
                throw new ArgumentException($"Parameter {list.Count} {parameter.Shape} is the result of an op: only leaves can be optimized.", nameof(parameters));
            if (!seen.TryAdd(parameter, list.Count))
                throw new ArgumentException($"Parameter {list.Count} {parameter.Shape} is the same tensor as parameter {seen[parameter]}: it would be changed twice a step.", nameof(parameters));
            list.Add(parameter);
        }
        return list.Count > 0 ? [.. list] : throw new ArgumentException("There are no parameters to optimize.", nameof(parameters));
    }

    private readonly struct StepWork(Optimizer optimizer) : IChunkedWork
    {
        public void Run(int chunk) => optimizer.UpdatePart(chunk);
    }
}
