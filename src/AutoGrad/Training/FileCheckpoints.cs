using AutoGrad.IO;

namespace AutoGrad.Training;

/// <summary>Keeps each checkpoint in a file of one folder: <c>last.safetensors</c> and <c>best.safetensors</c>.</summary>
/// <remarks>
/// A file is replaced as a whole: if saving fails or the process is killed, the one that was there stays. A new process goes on with
/// <code>
/// var trainer = new Trainer(model, loss, optimizer) { Checkpoints = new FileCheckpoints("runs/moons") };
/// trainer.Resume();       // false at the very first start
/// trainer.Fit(data, epochs: 10);
/// </code>
/// </remarks>
public sealed class FileCheckpoints : ICheckpointStore
{
    /// <summary>Takes the folder; the first save creates it.</summary>
    /// <param name="folder">The folder: one for each run.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty.</exception>
    public FileCheckpoints(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>The file of a checkpoint, whether it is there or not.</summary>
    /// <param name="name">The name of the checkpoint.</param>
    /// <exception cref="ArgumentException">The name is empty or no plain name of a file.</exception>
    public string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Path.GetFileName(name) != name || name.Contains('\\')) throw new ArgumentException($"A checkpoint's name is a plain name, unlike '{name}'.", nameof(name));
        return Path.Combine(Folder, name + ".safetensors");
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file could not be written; what was there before is unchanged.</exception>
    public void Save(string name, TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var path = PathOf(name);
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: could not be saved, and there is nothing: {e.Message}", e);
        }
        state.Save(path);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged, or no training state was saved in it.</exception>
    public TrainingState? Load(string name)
    {
        var path = PathOf(name);
        return File.Exists(path) ? TrainingState.Load(path) : null;
    }
}
