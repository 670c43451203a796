using AutoGrad.IO;

namespace AutoGrad.Training;

/// <summary>Where a <see cref="Trainer"/> keeps its checkpoints.</summary>
public interface ICheckpointStore
{
    /// <summary>Keeps a checkpoint in the place of the one of this name. If that fails, the old one must still be there.</summary>
    /// <param name="name">Its name: <c>last</c> or <c>best</c>.</param>
    /// <param name="state">All of the run; nobody changes it any more. Its remarks say epoch, batch, step and, after an epoch, the value that was watched.</param>
    void Save(string name, TrainingState state);

    /// <summary>A checkpoint; null if there is none of this name.</summary>
    /// <param name="name">Its name.</param>
    TrainingState? Load(string name);
}
