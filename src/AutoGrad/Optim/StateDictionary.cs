using System.Globalization;

namespace AutoGrad.Optim;

public abstract partial class Optimizer
{
    private const string Rate = "learningRate", InitialRate = "initialLearningRate", MomentumName = "momentum", StepName = "steps";

    /// <summary>A copy of what decides the next steps: rates, momentum, and the steps and slots of each parameter.</summary>
    /// <remarks>
    /// Names: <c>learningRate</c>, <c>initialLearningRate</c>, <c>momentum</c> (where there is one that a schedule may move), and for parameter i that was
    /// stepped <c>i.steps</c> and <c>i.</c> with each slot's name. Other settings belong to the code that creates the optimizer.
    /// </remarks>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [Rate] = Tensor.Scalar(LearningRate),
            [InitialRate] = Tensor.Scalar(InitialLearningRate),
        };
        if (ScheduledMomentum is { } momentum) state[MomentumName] = Tensor.Scalar(momentum);
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (_slots[i] is not { } slots) continue;
            state.Add($"{i}.{StepName}", Tensor.Scalar(_steps[i]));
            for (var k = 0; k < Math.Min(slots.Length, SlotNames.Length); k++) state.Add($"{i}.{SlotNames[k]}", slots[k].Clone());
        }
        return state;
    }

    /// <summary>Takes over a state: all of it, or nothing if anything does not fit. Training then goes on bit by bit as it would have.</summary>
    /// <param name="state">What <see cref="StateDictionary"/> of an optimizer of this kind over the same parameters gave.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or element type. The message lists them all, and nothing has changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var faults = new StateFaults(GetType().Name);
        FindFaults(state, faults, "");
        faults.Throw(nameof(state));
        if (state.TryGetValue(MomentumName, out var momentum)) ScheduledMomentum = momentum.Item<double>();      // its setter may refuse, so it is first
        (_rate, InitialLearningRate) = (state[Rate].Item<double>(), state[InitialRate].Item<double>());
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (!state.TryGetValue($"{i}.{StepName}", out var step))
            {
                (_slots[i], _steps[i]) = (null, 0);
                continue;
            }
            var slots = new List<Tensor>();
            foreach (var name in SlotNames)
                if (state.TryGetValue($"{i}.{name}", out var slot)) slots.Add(slot.Detach().Clone().AsData());
            (_slots[i], _steps[i]) = ([.. slots], step.Item<long>());
        }
    }

    /// <summary>Notes what in a state does not fit.</summary>
    internal void FindFaults(IReadOnlyDictionary<string, Tensor> state, StateFaults faults, string prefix)
    {
        faults.RequireNumber(state, Rate, prefix);
        faults.RequireNumber(state, InitialRate, prefix);
        if (ScheduledMomentum is not null && faults.Require(state, MomentumName, [], DType.Float64, prefix) && !(state[MomentumName].Item<double>() is >= 0 and < double.PositiveInfinity))
            faults.Wrong($"{prefix}{MomentumName} must be finite and not negative, not {state[MomentumName].Item<double>()}");
        var known = new HashSet<string>(StringComparer.Ordinal) { Rate, InitialRate };
        if (ScheduledMomentum is not null) known.Add(MomentumName);
        var slots = SlotNames.Length;
        for (var i = 0; i < _parameters.Length; i++)
        {
            var own = $"{i.ToString(CultureInfo.InvariantCulture)}.";
            if (!state.ContainsKey(own + StepName)) continue;
            known.Add(own + StepName);
            if (faults.Require(state, own + StepName, [], DType.Int64, prefix) && state[own + StepName].Item<long>() < 1) faults.Wrong($"{prefix}{own}{StepName} counts from 1");
            for (var k = 0; k < slots; k++)
            {
                known.Add(own + SlotNames[k]);
                faults.Require(state, own + SlotNames[k], SlotShape(k, _parameters[i].Shape), _parameters[i].DType, prefix);
            }
        }
        foreach (var (name, tensor) in state)
            if (!known.Contains(name)) faults.Unexpected(prefix + name, tensor);
    }
}
