namespace AutoGrad.Training;

/// <summary>Where a <see cref="Trainer"/> keeps its checkpoints.</summary>
public interface ICheckpointStore
{
    /// <summary>Keeps a checkpoint in the place of the one of this name. If that fails, the old one must still be there.</summary>
    /// <param name="name">Its name: <c>last</c> or <c>best</c>.</param>
    /// <param name="state">All tensors by name; nobody changes them any more.</param>
    /// <param name="metadata">What people want to know of it: epoch, step, value.</param>
    void Save(string name, IReadOnlyDictionary<string, Tensor> state, IReadOnlyDictionary<string, string> metadata);

    /// <summary>The tensors of a checkpoint; null if there is none of this name.</summary>
    /// <param name="name">Its name.</param>
    IReadOnlyDictionary<string, Tensor>? Load(string name);
}
