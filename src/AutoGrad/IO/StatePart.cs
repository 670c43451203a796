namespace AutoGrad.IO;

/// <summary>Something whose state belongs to a run: how to take it, and how to set it.</summary>
/// <param name="Name">The name of its section.</param>
/// <param name="Save">Takes the state, such as <c>model.StateDictionary</c>.</param>
/// <param name="Load">Sets it, as a whole or not at all, such as <c>model.LoadState</c>.</param>
public sealed record StatePart(string Name, Func<IReadOnlyDictionary<string, Tensor>> Save, Action<IReadOnlyDictionary<string, Tensor>> Load)
{
    private const string Seed = "seed", Position = "position";

    /// <summary>The state of a module, an optimizer, a schedule, an average or a loader.</summary>
    /// <param name="name">The name of its section.</param>
    /// <param name="owner">Whose state it is.</param>
    public static StatePart Of(string name, IStateful owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new(name, owner.StateDictionary, owner.LoadState);
    }

    /// <summary>The place where a generator stands.</summary>
    /// <param name="name">The name of its section.</param>
    /// <param name="generator">The generator.</param>
    public static StatePart Of(string name, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new(name, () => Take(generator), tensors => Set(generator, tensors, name));
    }

    private static Dictionary<string, Tensor> Take(Generator generator)
    {
        var state = generator.State;
        return new() { [Seed] = Tensor.Scalar((long)state.Seed), [Position] = Tensor.Scalar((long)state.Position) };
    }

    private static void Set(Generator generator, IReadOnlyDictionary<string, Tensor> tensors, string section)
    {
        generator.State = new GeneratorState(Word(Seed), Word(Position));

        ulong Word(string name) => tensors.TryGetValue(name, out var word) && word is { DType: DType.Int64, Rank: 0 }
            ? (ulong)word.Item<long>()
            : throw new InvalidDataException($"The section '{section}' holds no generator: there is no Int64 scalar '{name}'.");
    }
}
