using AutoGrad.Optim;

namespace AutoGrad.Training;

public sealed partial class Trainer
{
    private const string Own = "trainer.", Random = "generator.";

    private GeneratorState[]? _generators;

    /// <summary>
    /// All that decides how the training goes on, by name: <c>model.</c>, <c>optimizer.</c>, <c>schedule.</c>, <c>plateau.</c> and <c>average.</c> with the names of
    /// each part, <c>generator.0</c>, ... (Int64 [2]: seed and position), and <c>trainer.</c> with epoch, batch, steps and the best value.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (prefix, save, _) in Parts())
            foreach (var (name, tensor) in save()) state.Add(prefix + name, tensor);
        for (var i = 0; i < Generators.Count; i++)
        {
            var (seed, position) = Generators[i].State;
            state.Add($"{Random}{i}", Tensor.From([unchecked((long)seed), unchecked((long)position)]));
        }
        state[Own + "epoch"] = Tensor.Scalar((long)Epoch);
        state[Own + "batch"] = Tensor.Scalar((long)_batch);
        state[Own + "step"] = Tensor.Scalar(Step);
        state[Own + "epochSteps"] = Tensor.Scalar((long)_epochSteps);
        state[Own + "epochLoss"] = Tensor.Scalar(_epochLoss);
        state[Own + "waited"] = Tensor.Scalar((long)_waited);
        state[Own + "best"] = Tensor.Scalar(Best);
        return state;
    }

    /// <summary>Takes over a state: all of it, or nothing if anything does not fit. <see cref="Fit"/> then goes on with the bits of an uninterrupted run.</summary>
    /// <param name="state">What <see cref="StateDictionary"/> of a trainer with the same parts gave.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or element type; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A training runs.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_running) throw new InvalidOperationException("LoadState: the trainer trains at the moment.");
        var faults = Faults(state);
        faults.Throw(nameof(state));
        var before = Parts().Select(part => part.Save()).ToArray();
        var loaded = 0;
        try
        {
            foreach (var (prefix, _, load) in Parts())
            {
                loaded++;
                load(Below(state, prefix));
            }
        }
        catch (ArgumentException)
        {
            // a part refuses all of its state or nothing, but those before it have theirs already
            foreach (var ((_, _, load), old) in Parts().Zip(before).Take(loaded)) load(old);
            throw;
        }
        (Epoch, _batch, Step) = ((int)Whole(state, "epoch"), (int)Whole(state, "batch"), Whole(state, "step"));
        (_epochSteps, _waited) = ((int)Whole(state, "epochSteps"), (int)Whole(state, "waited"));
        (_epochLoss, Best) = (state[Own + "epochLoss"].Item<double>(), state[Own + "best"].Item<double>());
        _generators = new GeneratorState[Generators.Count];
        for (var i = 0; i < _generators.Length; i++)
        {
            var numbers = state[$"{Random}{i}"].AsSpan<long>();
            _generators[i] = new GeneratorState(unchecked((ulong)numbers[0]), unchecked((ulong)numbers[1]));
            Generators[i].State = _generators[i];
        }
    }

    /// <summary>Loads a checkpoint of <see cref="Checkpoints"/>.</summary>
    /// <param name="name"><c>last</c>, or <c>best</c> to go back to the best weights.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The trainer has no <see cref="Checkpoints"/>, or a training runs.</exception>
    /// <exception cref="ArgumentException">The checkpoint does not fit; nothing has changed.</exception>
    public bool Resume(string name = Last)
    {
        if (Checkpoints is null) throw new InvalidOperationException("Resume: the trainer has no Checkpoints to load from.");
        if (Checkpoints.Load(name) is not { } state) return false;
        LoadState(state);
        _saved = (name, Step);
        return true;
    }

    private List<(string Prefix, Func<IReadOnlyDictionary<string, Tensor>> Save, Action<IReadOnlyDictionary<string, Tensor>> Load)> Parts()
    {
        List<(string, Func<IReadOnlyDictionary<string, Tensor>>, Action<IReadOnlyDictionary<string, Tensor>>)> parts =
            [("model.", Model.StateDictionary, Model.LoadState), ("optimizer.", Optimizer.StateDictionary, Optimizer.LoadState)];
        if (Schedule is not null) parts.Add(("schedule.", Schedule.StateDictionary, Schedule.LoadState));
        if (Plateau is not null) parts.Add(("plateau.", Plateau.StateDictionary, Plateau.LoadState));
        if (Average is not null) parts.Add(("average.", Average.StateDictionary, Average.LoadState));
        return parts;
    }

    private StateFaults Faults(IReadOnlyDictionary<string, Tensor> state)
    {
        var (faults, known) = (new StateFaults(nameof(Trainer)), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in new[] { "epoch", "batch", "step", "epochSteps", "waited" })
        {
            known.Add(Own + name);
            if (faults.Require(state, Own + name, [], DType.Int64) && (Whole(state, name) < 0 || name != "step" && Whole(state, name) > int.MaxValue)) faults.Wrong($"{Own}{name} counts from 0, unlike {Whole(state, name)}");
        }
        foreach (var name in new[] { "epochLoss", "best" })
        {
            known.Add(Own + name);
            faults.Require(state, Own + name, [], DType.Float64);
        }
        for (var i = 0; i < Generators.Count; i++)
        {
            known.Add($"{Random}{i}");
            faults.Require(state, $"{Random}{i}", [2], DType.Int64);
        }
        var parts = Parts();
        foreach (var (name, tensor) in state)
            if (!known.Contains(name) && !parts.Any(part => name.StartsWith(part.Prefix, StringComparison.Ordinal))) faults.Unexpected(name, tensor);
        return faults;
    }

    // what was drawn for batches that were only skipped does not count
    private void RestoreGenerators()
    {
        if (_generators is null) return;
        for (var i = 0; i < _generators.Length; i++) Generators[i].State = _generators[i];
        _generators = null;
    }

    private static Dictionary<string, Tensor> Below(IReadOnlyDictionary<string, Tensor> state, string prefix) =>
        state.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);

    private static long Whole(IReadOnlyDictionary<string, Tensor> state, string name) => state[Own + name].Item<long>();
}
