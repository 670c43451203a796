using AutoGrad.Nn;

namespace AutoGrad.Optim;

/// <summary>An average of a model's weights over its training, which often does better than the last ones.</summary>
/// <remarks>
/// <code>
/// optimizer.Step();
/// average.Update();
/// ...
/// using (average.Swap()) Evaluate(model);      // the model has the averaged weights inside, its own again after
/// </code>
/// Parameters are averaged; buffers, such as the running statistics of a normalisation, are the model's own at the last update.
/// </remarks>
public abstract class WeightAverage : IStateful
{
    private const string Count = "updates", Prefix = "average.";

    private readonly KeyValuePair<string, Parameter>[] _parameters;
    private readonly KeyValuePair<string, Tensor>[] _buffers;
    private readonly Tensor[] _averages, _copies;
    private bool _swapped;

    /// <summary>Takes the model; the average starts at its weights.</summary>
    /// <param name="model">Whose weights to average.</param>
    /// <exception cref="ArgumentException">The model has no parameter.</exception>
    protected WeightAverage(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_parameters, _buffers) = ([.. model.NamedParameters()], [.. model.NamedBuffers()]);
        if (_parameters.Length == 0) throw new ArgumentException($"{GetType().Name}: the model has no parameters to average.", nameof(model));
        _averages = Array.ConvertAll(_parameters, p => p.Value.Detach().Clone().AsData());
        _copies = Array.ConvertAll(_buffers, b => b.Value.Detach().Clone().AsData());
    }

    /// <summary>How often <see cref="Update"/> was called.</summary>
    public long Updates { get; private set; }

    /// <summary>Takes the model's weights of now into the average: after each step, or each epoch.</summary>
    /// <exception cref="InvalidOperationException">The model has the averaged weights at the moment.</exception>
    public void Update()
    {
        if (_swapped) throw new InvalidOperationException($"{GetType().Name}: the model has the averaged weights at the moment: dispose what Swap() gave first.");
        using var scope = GradMode.NoGrad();
        var share = Share(Updates + 1);
        for (var i = 0; i < _averages.Length; i++)
        {
            var (average, weight) = (_averages[i], (Tensor)_parameters[i].Value);
            if (average.DType != weight.DType) _averages[i] = average = average.To(weight.DType).AsData();
            if (weight.DType == DType.Float32) Move(average.Mutate<float>(), weight.Span<float>(), (float)share);
            else Move(average.Mutate<double>(), weight.Span<double>(), share);
        }
        for (var i = 0; i < _copies.Length; i++) _copies[i] = _buffers[i].Value.Detach().Clone().AsData();
        Updates++;
    }

    /// <summary>Gives the model the averaged weights until the result is disposed.</summary>
    /// <returns>Gives the model its own weights back when disposed. Do not train in between.</returns>
    /// <exception cref="InvalidOperationException">The model has them already.</exception>
    public IDisposable Swap()
    {
        if (_swapped) throw new InvalidOperationException($"{GetType().Name}: the model has the averaged weights already.");
        _swapped = true;
        Exchange();
        return new Return(this);
    }

    /// <summary>Gives the model the averaged weights for good; the average stays as it is.</summary>
    /// <exception cref="InvalidOperationException">The model has them at the moment, by <see cref="Swap"/>.</exception>
    public void CopyTo()
    {
        if (_swapped) throw new InvalidOperationException($"{GetType().Name}: the model has the averaged weights at the moment: dispose what Swap() gave first.");
        using var scope = GradMode.NoGrad();
        for (var i = 0; i < _averages.Length; i++) _parameters[i].Value.CopyFrom(_averages[i].To(_parameters[i].Value.DType));
        for (var i = 0; i < _copies.Length; i++) _buffers[i].Value.CopyFrom(_copies[i].To(_buffers[i].Value.DType));
    }

    /// <summary>A copy of the average: <c>updates</c>, Int64 [], and each parameter and buffer under <c>average.</c> and its path.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        if (_swapped) throw new InvalidOperationException($"{GetType().Name}: the model has the averaged weights at the moment: dispose what Swap() gave first.");
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal) { [Count] = Tensor.Scalar(Updates) };
        for (var i = 0; i < _averages.Length; i++) state.Add(Prefix + _parameters[i].Key, _averages[i].Clone());
        for (var i = 0; i < _copies.Length; i++) state.Add(Prefix + _buffers[i].Key, _copies[i].Clone());
        return state;
    }

    /// <summary>Takes over an average: all of it, or nothing if anything does not fit.</summary>
    /// <param name="state">What <see cref="StateDictionary"/> gave for a model of the same parts.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or element type. The message lists them all, and nothing has changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_swapped) throw new InvalidOperationException($"{GetType().Name}: the model has the averaged weights at the moment: dispose what Swap() gave first.");
        var (faults, known) = (new StateFaults(GetType().Name), new HashSet<string>(StringComparer.Ordinal) { Count });
        faults.RequireCount(state, Count);
        foreach (var (name, own) in Entries())
        {
            known.Add(name);
            faults.Require(state, name, own.Shape, own.DType);
        }
        foreach (var (name, tensor) in state)
            if (!known.Contains(name)) faults.Unexpected(name, tensor);
        faults.Throw(nameof(state));
        Updates = state[Count].Item<long>();
        for (var i = 0; i < _averages.Length; i++) _averages[i] = state[Prefix + _parameters[i].Key].Detach().Clone().AsData();
        for (var i = 0; i < _copies.Length; i++) _copies[i] = state[Prefix + _buffers[i].Key].Detach().Clone().AsData();
    }

    /// <summary>How far an update moves the average to the weights, from 0 to 1.</summary>
    /// <param name="update">The number of the update, from 1.</param>
    protected abstract double Share(long update);

    private IEnumerable<(string Name, Tensor Own)> Entries()
    {
        foreach (var (name, parameter) in _parameters) yield return (Prefix + name, parameter);
        foreach (var (name, buffer) in _buffers) yield return (Prefix + name, buffer);
    }

    private void Exchange()
    {
        using var scope = GradMode.NoGrad();
        for (var i = 0; i < _averages.Length; i++) Exchange(_parameters[i].Value, ref _averages[i]);
        for (var i = 0; i < _copies.Length; i++) Exchange(_buffers[i].Value, ref _copies[i]);
    }

    private static void Exchange(Tensor own, ref Tensor kept)
    {
        var before = own.Detach().Clone().AsData();
        own.CopyFrom(kept.To(own.DType));
        kept = before;
    }

    private static void Move<T>(Span<T> average, ReadOnlySpan<T> weight, T share) where T : System.Numerics.IFloatingPointIeee754<T>
    {
        // all of the way is a copy, with no rounding
        if (share == T.One) weight.CopyTo(average);
        else
            for (var i = 0; i < average.Length; i++) average[i] += share * (weight[i] - average[i]);
    }

    private sealed class Return(WeightAverage average) : IDisposable
    {
        private WeightAverage? _average = average;

        public void Dispose()
        {
            _average?.Exchange();
            _average?._swapped = false;
            _average = null;
        }
    }
}
