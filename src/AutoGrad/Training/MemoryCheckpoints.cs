using AutoGrad.IO;

namespace AutoGrad.Training;

/// <summary>Keeps checkpoints in memory: to go back to the best weights at the end, and for tests.</summary>
public sealed class MemoryCheckpoints : ICheckpointStore
{
    private readonly Dictionary<string, TrainingState> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Save(string name, TrainingState state) => _kept[name] = state;

    /// <inheritdoc/>
    public TrainingState? Load(string name) => _kept.GetValueOrDefault(name);
}
