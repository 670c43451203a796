namespace AutoGrad.Training;

/// <summary>Keeps checkpoints in memory: to go back to the best weights at the end, and for tests.</summary>
public sealed class MemoryCheckpoints : ICheckpointStore
{
    private readonly Dictionary<string, (IReadOnlyDictionary<string, Tensor> State, IReadOnlyDictionary<string, string> Metadata)> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Save(string name, IReadOnlyDictionary<string, Tensor> state, IReadOnlyDictionary<string, string> metadata) => _kept[name] = (state, metadata);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor>? Load(string name) => _kept.TryGetValue(name, out var kept) ? kept.State : null;

    /// <summary>What is known of a checkpoint; null if there is none of this name.</summary>
    /// <param name="name">Its name.</param>
    public IReadOnlyDictionary<string, string>? Metadata(string name) => _kept.TryGetValue(name, out var kept) ? kept.Metadata : null;
}
