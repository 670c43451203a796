using System.Runtime.ExceptionServices;

namespace AutoGrad.IO;

/// <summary>All that a training run needs to go on as if it had never stopped, in one <c>.safetensors</c> file.</summary>
/// <remarks>
/// <para>A state has sections: a name, and tensors by name. The weights of a model are one, what an optimizer keeps another, a
/// schedule, a loader's position, the generators of random numbers; whatever gives its state as named tensors can be one. In the
/// file the tensor <c>Hidden.Weight</c> of the section <c>model</c> is called <c>model.Hidden.Weight</c>, so that other programs
/// can read it.</para>
/// <code>
/// StatePart[] run =
/// [
///     StatePart.Of("model", model),
///     StatePart.Of("optimizer", optimizer),
///     StatePart.Of("loader", loader),
///     StatePart.Of("random", Generator.Default),
/// ];
/// TrainingState.Of(run).Save("run.safetensors");
/// TrainingState.Load("run.safetensors").LoadInto(run);
/// </code>
/// </remarks>
public sealed class TrainingState
{
    // remarks about the run stand beside those of the sections; the list of sections has no point, so nothing can be in its way
    private const string Run = "run", Index = "sections";

    private readonly OrderedDictionary<string, NamedTensors> _sections = new(StringComparer.Ordinal);

    /// <summary>The names of the sections, in the order they were added.</summary>
    public IReadOnlyList<string> Sections => _sections.Keys;

    /// <summary>Remarks about the whole run: the step, the best loss, the settings.</summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The tensors and remarks of a section.</summary>
    /// <param name="section">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such section; the message lists those that are there.</exception>
    public NamedTensors this[string section] => _sections.TryGetValue(section, out var tensors) ? tensors : throw Missing([section]);

    /// <summary>Adds a section; its tensors are not copied.</summary>
    /// <param name="section">Its name: not empty, without a point or comma, not <c>run</c>, not that of another section.</param>
    /// <param name="tensors">What it holds, such as <c>model.StateDictionary()</c>.</param>
    /// <param name="metadata">Remarks; null for none.</param>
    /// <exception cref="ArgumentException">The name is empty, <c>run</c> or taken, or has a point or a comma.</exception>
    public void Add(string section, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(section);
        ArgumentNullException.ThrowIfNull(tensors);
        if (section == Run || section.AsSpan().ContainsAny('.', ',')) throw new ArgumentException($"A section's name has no point and no comma and is not '{Run}', unlike '{section}'.", nameof(section));
        if (!_sections.TryAdd(section, new NamedTensors(tensors, metadata ?? (tensors as NamedTensors)?.Metadata))) throw new ArgumentException($"There is a section '{section}' already.", nameof(section));
    }

    /// <summary>Adds a section with the place where a generator stands.</summary>
    /// <param name="section">Its name, as for tensors.</param>
    /// <param name="generator">The generator.</param>
    /// <exception cref="ArgumentException">The name is empty, <c>run</c> or taken, or has a point or a comma.</exception>
    public void Add(string section, Generator generator)
    {
        Add(section, StatePart.Of(section, generator).Save());
    }

    /// <summary>Puts a generator where the one that was added stood.</summary>
    /// <param name="section">The section's name.</param>
    /// <param name="generator">The generator to set.</param>
    /// <exception cref="KeyNotFoundException">There is no such section.</exception>
    /// <exception cref="InvalidDataException">The section holds no generator.</exception>
    public void Restore(string section, Generator generator)
    {
        StatePart.Of(section, generator).Load(this[section]);
    }

    /// <summary>Takes the state of some parts.</summary>
    /// <param name="parts">The parts; each becomes a section.</param>
    /// <exception cref="ArgumentException">A name is empty, <c>run</c> or there twice, or has a point or a comma.</exception>
    public static TrainingState Of(params ReadOnlySpan<StatePart> parts)
    {
        var state = new TrainingState();
        foreach (var part in parts) state.Add(part.Name, part.Save());
        return state;
    }

    /// <summary>Sets the state of some parts: of all, or of none if a section is missing or does not fit.</summary>
    /// <param name="parts">The parts.</param>
    /// <exception cref="KeyNotFoundException">Sections are missing; the message lists them all. Nothing has changed.</exception>
    /// <exception cref="ArgumentException">Sections do not fit their parts; the message lists the faults of all. All parts have their old state again.</exception>
    /// <exception cref="InvalidDataException">A section that should hold a generator does not; all parts have their old state again.</exception>
    public void LoadInto(params ReadOnlySpan<StatePart> parts)
    {
        var (names, before) = (new string[parts.Length], new IReadOnlyDictionary<string, Tensor>[parts.Length]);
        for (var i = 0; i < names.Length; i++) names[i] = parts[i].Name;
        Require(names);
        for (var i = 0; i < before.Length; i++) before[i] = parts[i].Save();
        var (loaded, faults) = (new List<int>(), new List<Exception>());
        try
        {
            for (var i = 0; i < parts.Length; i++)
            {
                try
                {
                    parts[i].Load(this[names[i]]);
                    loaded.Add(i);
                }
                catch (Exception e) when (e is ArgumentException or InvalidDataException)
                {
                    faults.Add(e);      // the others may not fit either, and one message names all
                }
            }
            if (faults.Count > 1) throw new ArgumentException(string.Join('\n', faults.Select(fault => fault.Message)), faults[0]);
            if (faults.Count == 1) ExceptionDispatchInfo.Throw(faults[0]);
        }
        catch
        {
            for (var i = loaded.Count - 1; i >= 0; i--) parts[loaded[i]].Load(before[loaded[i]]);
            throw;
        }
    }

    /// <summary>Checks that sections are there, before anything is loaded from one of them.</summary>
    /// <param name="sections">Their names.</param>
    /// <exception cref="KeyNotFoundException">Some are not; the message lists them all.</exception>
    public void Require(params ReadOnlySpan<string> sections)
    {
        var missing = new List<string>();
        foreach (var section in sections)
            if (!_sections.ContainsKey(section)) missing.Add(section);
        if (missing.Count > 0) throw Missing(missing);
    }

    /// <summary>Writes the state. The name stands for a whole file at every moment, even if the process is killed.</summary>
    /// <param name="path">The file; one that is there is replaced at the very end.</param>
    /// <exception cref="IOException">The file could not be written; what was there before is unchanged.</exception>
    /// <exception cref="ArgumentException">A name is no valid text, or the header is longer than 100 MB.</exception>
    public void Save(string path)
    {
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [Index] = string.Join(',', _sections.Keys) };
        foreach (var (key, value) in Metadata) metadata.Add($"{Run}.{key}", value);
        foreach (var (section, content) in _sections)
        {
            foreach (var (name, tensor) in content) tensors.Add($"{section}.{name}", tensor);
            foreach (var (key, value) in content.Metadata) metadata.Add($"{section}.{key}", value);
        }
        SafeTensors.Save(path, tensors, metadata);
    }

    /// <summary>Reads a state.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no valid <c>.safetensors</c> file, or no training state was saved in it.</exception>
    public static TrainingState Load(string path)
    {
        var file = SafeTensors.Load(path);
        if (!file.Metadata.TryGetValue(Index, out var index))
            throw new InvalidDataException($"{path}: there are tensors in the file, but no list of sections: read it with SafeTensors.Load.");
        var state = new TrainingState();
        var names = index.Length == 0 ? [] : index.Split(',');
        var tensors = new Dictionary<string, OrderedDictionary<string, Tensor>>();
        var metadata = new Dictionary<string, Dictionary<string, string>> { [Run] = [] };
        foreach (var name in names)
            if (name.Length == 0 || name.Contains('.') || !metadata.TryAdd(name, []) || !tensors.TryAdd(name, []))
                throw new InvalidDataException($"{path}: the list of sections, '{index}', has a name that is empty, not allowed, or there twice.");
        foreach (var (name, tensor) in file) Inside(tensors, name, out var own).Add(own, tensor);
        foreach (var (name, value) in file.Metadata)
            if (name != Index) Inside(metadata, name, out var own).Add(own, value);
        foreach (var name in names) state._sections.Add(name, new NamedTensors(tensors[name], metadata[name]));
        foreach (var (key, value) in metadata[Run]) state.Metadata.Add(key, value);
        return state;

        T Inside<T>(Dictionary<string, T> sections, string name, out string own)
        {
            var point = name.IndexOf('.');
            own = name[(point + 1)..];
            return point >= 0 && sections.TryGetValue(name[..point], out var section) ? section
                : throw new InvalidDataException($"{path}: '{name}' belongs to none of the sections {index}.");
        }
    }

    private KeyNotFoundException Missing(IEnumerable<string> sections) =>
        new($"The training state has no section {string.Join(", ", sections)}; it has: {string.Join(", ", _sections.Keys)}.");
}
