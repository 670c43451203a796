using System.Globalization;

namespace AutoGrad.Optim;

public abstract partial class Optimizer
{
    private const string Rate = "learningRate", InitialRate = "initialLearningRate", MomentumName = "momentum", StepName = "steps";

    /// <summary>A copy of what decides the next steps: rates, settings, and the steps and slots of each parameter.</summary>
    /// <remarks>
    /// Names: <c>learningRate</c>, <c>initialLearningRate</c>, <c>momentum</c> (where there is one that a schedule may move), the other settings
    /// such as <c>weightDecay</c>, all Float64 [], and for parameter i that was stepped <c>i.steps</c>, Int64 [], and <c>i.</c> with each slot's name.
    /// </remarks>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [Rate] = Tensor.Scalar(LearningRate),
            [InitialRate] = Tensor.Scalar(InitialLearningRate),
        };
        foreach (var setting in AllSettings()) state.Add(setting.Name, Tensor.Scalar(setting.Get()));
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (_slots[i] is not { } slots) continue;
            state.Add($"{i}.{StepName}", Tensor.Scalar(_steps[i]));
            for (var k = 0; k < Math.Max(slots.Length, NeededSlots); k++)
                state.Add($"{i}.{SlotNames[k]}", k < slots.Length ? slots[k].Clone() : Tensor.Zeros(SlotShape(k, _parameters[i].Shape), _parameters[i].DType));
        }
        return state;
    }

    /// <summary>Takes over a state: all of it, or nothing if anything does not fit. Training then goes on bit by bit as it would have.</summary>
    /// <remarks>As in PyTorch the rate and the settings are those of the state from then on. To go on with another weight decay, say, set it after loading.</remarks>
    /// <param name="state">What <see cref="StateDictionary"/> of an optimizer of this kind over the same parameters gave.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or element type, or settings that only a constructor sets differ. The message lists them all, and nothing has changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var faults = new StateFaults(GetType().Name);
        FindFaults(state, faults, "");
        faults.Throw(nameof(state));
        foreach (var setting in AllSettings()) setting.Set?.Invoke(state[setting.Name].Item<double>());
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
        var known = new HashSet<string>(StringComparer.Ordinal) { Rate, InitialRate };
        var before = new List<(Action<double> Set, double Value)>();
        foreach (var setting in AllSettings())
        {
            known.Add(setting.Name);
            if (faults.Require(state, setting.Name, [], DType.Float64, prefix)) Try(setting, state[setting.Name].Item<double>());
        }
        // which slots there must be is decided by the settings of the state
        for (var i = 0; i < _parameters.Length; i++)
        {
            var own = $"{i.ToString(CultureInfo.InvariantCulture)}.";
            if (!state.ContainsKey(own + StepName)) continue;
            known.Add(own + StepName);
            if (faults.Require(state, own + StepName, [], DType.Int64, prefix) && state[own + StepName].Item<long>() < 1) faults.Wrong($"{prefix}{own}{StepName} counts from 1");
            for (var k = 0; k < SlotNames.Length; k++)
            {
                var name = own + SlotNames[k];
                if (k >= NeededSlots && !state.ContainsKey(name)) break;
                known.Add(name);
                faults.Require(state, name, SlotShape(k, _parameters[i].Shape), _parameters[i].DType, prefix);
            }
        }
        foreach (var (set, value) in before) set(value);
        foreach (var (name, tensor) in state)
            if (!known.Contains(name)) faults.Unexpected(prefix + name, tensor);

        void Try(OptimizerSetting setting, double value)
        {
            var own = setting.Get();
            if (setting.Set is null)
            {
                if (!own.Equals(value)) faults.Wrong($"another setting: {prefix}{setting.Name} is {own}, the state has {value}");
                return;
            }
            try
            {
                setting.Set(value);
                before.Add((setting.Set, own));
            }
            catch (ArgumentException e)
            {
                faults.Wrong($"{prefix}{setting.Name}: {e.Message}");
            }
        }
    }

    private IEnumerable<OptimizerSetting> AllSettings() =>
        ScheduledMomentum is null ? Settings : Settings.Prepend(new(MomentumName, () => ScheduledMomentum!.Value, value => ScheduledMomentum = value));
}
