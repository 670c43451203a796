using AutoGrad.Data;
using AutoGrad.IO;

namespace AutoGrad.Training;

public sealed partial class Trainer
{
    private const string Own = "trainer";

    private GeneratorState[]? _generators;
    private BatchLoader? _loader;
    private IReadOnlyDictionary<string, Tensor> _place = new Dictionary<string, Tensor>();

    /// <summary>
    /// All that decides how the training goes on, in sections: <c>model</c>, <c>optimizer</c>, <c>schedule</c>, <c>plateau</c> and <c>average</c> where there are such,
    /// <c>data</c> (where the loader stands, and its settings), <c>generator0</c>, ..., and <c>trainer</c> (epoch, batch, steps, the best value).
    /// </summary>
    public TrainingState State() => TrainingState.Of(Parts());

    /// <summary>Takes over a state: all of it, or nothing if anything does not fit. <see cref="Fit"/> then goes on with the bits of an uninterrupted run.</summary>
    /// <param name="state">What <see cref="State"/> of a trainer with the same parts gave.</param>
    /// <exception cref="ArgumentException">Sections or entries are missing, unexpected, of another shape or element type; nothing has changed.</exception>
    /// <exception cref="InvalidDataException">A section that should hold a generator does not; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A training runs.</exception>
    public void LoadState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_running) throw new InvalidOperationException("LoadState: the trainer trains at the moment.");
        var parts = Parts();
        var names = Array.ConvertAll(parts, part => part.Name);
        var (missing, unexpected) = (names.Except(state.Sections).ToArray(), state.Sections.Except(names).ToArray());
        if (missing.Length + unexpected.Length > 0)
            throw new ArgumentException(
                "Trainer: the state is one of a trainer with other parts, and nothing was loaded." +
                (missing.Length > 0 ? $"\n  missing: {string.Join(", ", missing)}" : "") + (unexpected.Length > 0 ? $"\n  unexpected: {string.Join(", ", unexpected)}" : ""), nameof(state));
        state.LoadInto(parts);
        _owed.Clear();
        _generators = [.. Generators.Select(generator => generator.State)];
    }

    /// <summary>Loads a checkpoint of <see cref="Checkpoints"/>.</summary>
    /// <param name="name"><c>last</c>, or <c>best</c> to go back to the best weights.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The trainer has no <see cref="Checkpoints"/>, or a training runs.</exception>
    /// <exception cref="ArgumentException">The checkpoint does not fit; nothing has changed.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged; nothing has changed.</exception>
    public bool Resume(string name = Last)
    {
        if (Checkpoints is null) throw new InvalidOperationException("Resume: the trainer has no Checkpoints to load from.");
        if (Checkpoints.Load(name) is not { } state) return false;
        LoadState(state);
        _saved = (name, Step);
        return true;
    }

    // the optimizer comes behind what moves its rate: a rate that was set by hand holds until the next step of the schedule
    private StatePart[] Parts()
    {
        List<StatePart> parts = [StatePart.Of("model", Model)];
        if (Schedule is not null) parts.Add(StatePart.Of("schedule", Schedule));
        if (Plateau is not null) parts.Add(StatePart.Of("plateau", Plateau));
        parts.Add(StatePart.Of("optimizer", Optimizer));
        if (Average is not null) parts.Add(StatePart.Of("average", Average));
        for (var i = 0; i < Generators.Count; i++) parts.Add(StatePart.Of($"generator{i}", Generators[i]));
        parts.Add(new StatePart("data", () => _loader?.StateDictionary() ?? _place, place => (_loader, _place) = (null, place)));
        parts.Add(new StatePart(Own, SaveOwn, LoadOwn));
        return [.. parts];
    }

    private OrderedDictionary<string, Tensor> SaveOwn() => new(StringComparer.Ordinal)
    {
        ["epoch"] = Tensor.Scalar((long)Epoch),
        ["batch"] = Tensor.Scalar((long)_batch),
        ["epochSteps"] = Tensor.Scalar((long)_epochSteps),
        ["waited"] = Tensor.Scalar((long)_waited),
        ["step"] = Tensor.Scalar(Step),
        ["epochLoss"] = Tensor.Scalar(_epochLoss),
        ["best"] = Tensor.Scalar(Best),
    };

    private void LoadOwn(IReadOnlyDictionary<string, Tensor> state)
    {
        var (faults, own) = (new StateFaults($"{nameof(Trainer)}, section {Own}"), SaveOwn());
        foreach (var (name, mine) in own)
        {
            if (mine.DType == DType.Float64) faults.Require(state, name, [], DType.Float64);
            else faults.RequireCount(state, name, name == "step" ? long.MaxValue : int.MaxValue);
        }
        foreach (var (name, tensor) in state)
            if (!own.ContainsKey(name)) faults.Unexpected(name, tensor);
        faults.Throw(nameof(state));
        (Epoch, _batch, _epochSteps, _waited, Step) = ((int)Whole("epoch"), (int)Whole("batch"), (int)Whole("epochSteps"), (int)Whole("waited"), Whole("step"));
        (_epochLoss, Best) = (state["epochLoss"].Item<double>(), state["best"].Item<double>());

        long Whole(string name) => state[name].Item<long>();
    }

    /// <summary>Puts a loader where the training stands. In the midst of an epoch it must be one of the same settings: another has other batches.</summary>
    private void Place(IEnumerable<Batch> data)
    {
        var place = _loader?.StateDictionary() ?? _place;
        if (_batch > 0 && place.Count > 0 && data is BatchLoader same) same.LoadState(place);
        (_loader, _place) = (data as BatchLoader, new Dictionary<string, Tensor>());
        if (_generators is null) return;
        Restore(_generators);
        _generators = null;
    }

    /// <summary>Begins the walk of an epoch behind the batches it has had.</summary>
    private IEnumerator<Batch> Walk(IEnumerable<Batch> data)
    {
        if (data is BatchLoader loader)
        {
            loader.Position = new LoaderPosition(Epoch, _batch);
            return loader.GetEnumerator();
        }
        // what is drawn for batches that are only skipped does not count
        GeneratorState[] generators = [.. Generators.Select(generator => generator.State)];
        var batches = data.GetEnumerator();
        for (var skipped = 0; skipped < _batch; skipped++)
        {
            if (batches.MoveNext()) continue;
            batches.Dispose();
            throw new ArgumentException($"Fit: the checkpoint stands after batch {_batch} of its epoch, and the data have only {skipped}.", nameof(data));
        }
        if (_batch > 0) Restore(generators);
        return batches;
    }

    private void Restore(GeneratorState[] states)
    {
        for (var i = 0; i < states.Length; i++) Generators[i].State = states[i];
    }
}
