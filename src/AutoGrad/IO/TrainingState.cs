namespace AutoGrad.IO;

/// <summary>All that a training run needs to go on as if it had never stopped, in one <c>.safetensors</c> file.</summary>
/// <remarks>
/// <para>A state has sections: a name, and tensors by name. The weights of a model are one, what an optimizer keeps another, a
/// schedule, a loader's position, the generators of random numbers; whatever gives its state as named tensors can be one. In the
/// file the tensor <c>Hidden.Weight</c> of the section <c>model</c> is called <c>model.Hidden.Weight</c>, so that other programs
/// can read it.</para>
/// <code>
/// var state = new TrainingState();
/// state.Add("model", model.StateDictionary());
/// state.Add("loader", loader.StateDictionary());
/// state.Add("random", Generator.Default);
/// state.Save("run.safetensors");
///
/// var saved = TrainingState.Load("run.safetensors");
/// saved.Require("model", "loader", "random");
/// model.LoadState(saved["model"]);
/// loader.LoadState(saved["loader"]);
/// saved.Restore("random", Generator.Default);
/// </code>
/// </remarks>
public sealed class TrainingState
{
    // remarks about the run stand beside those of the sections; the list of sections has no point, so nothing can be in its way
    private const string Run = "run", Index = "sections";
    private const string SeedName = "seed", PositionName = "position";

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
        ArgumentNullException.ThrowIfNull(generator);
        var state = generator.State;
        Add(section, new Dictionary<string, Tensor> { [SeedName] = Tensor.Scalar((long)state.Seed), [PositionName] = Tensor.Scalar((long)state.Position) });
    }

    /// <summary>Puts a generator where the one that was added stood.</summary>
    /// <param name="section">The section's name.</param>
    /// <param name="generator">The generator to set.</param>
    /// <exception cref="KeyNotFoundException">There is no such section.</exception>
    /// <exception cref="InvalidDataException">The section holds no generator.</exception>
    public void Restore(string section, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var tensors = this[section];
        generator.State = new GeneratorState(Word(SeedName), Word(PositionName));

        ulong Word(string name) => tensors.TryGetValue(name, out var word) && word is { DType: DType.Int64, Rank: 0 }
            ? (ulong)word.Item<long>()
            : throw new InvalidDataException($"The section '{section}' holds no generator: there is no Int64 scalar '{name}'.");
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
