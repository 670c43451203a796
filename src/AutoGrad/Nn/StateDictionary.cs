namespace AutoGrad.Nn;

public abstract partial class Module
{
    /// <summary>A copy of every parameter and buffer, by dotted path: what to save, or to return to later.</summary>
    /// <remarks>Copies, so that training on does not change them; a shared tensor is listed once.</remarks>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in NamedTensors()) state.Add(name, tensor.Detach().Clone());
        return state;
    }

    /// <summary>Copies values into every parameter and buffer: all of them, or none if anything does not fit.</summary>
    /// <remarks>A shared tensor may also be listed under its other paths, as PyTorch does, if the values are equal.</remarks>
    /// <param name="state">A value for each dotted path of <see cref="StateDictionary"/>, of the same shape and element type.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or of another element type, or differ though they are of one shared tensor. The message lists them all, and nothing has changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var targets = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in NamedTensors()) targets.Add(name, tensor);
        Faults(targets, OtherPaths(targets), state).Throw(nameof(state));
        // a value may be one of this module's own tensors, so all are read before any is written
        var values = new List<Tensor>(targets.Count);
        foreach (var (name, _) in targets) values.Add(state[name] is Parameter own ? own.Detach().Clone() : state[name]);
        using var scope = GradMode.NoGrad();
        for (var i = 0; i < values.Count; i++) targets.GetAt(i).Value.CopyFrom(values[i]);
    }

    private StateFaults Faults(OrderedDictionary<string, Tensor> targets, Dictionary<string, string> otherPaths, IReadOnlyDictionary<string, Tensor> state)
    {
        var faults = new StateFaults(OwnName);
        foreach (var (name, target) in targets) faults.Require(state, name, target.Shape, target.DType);
        foreach (var (name, value) in state)
        {
            if (targets.ContainsKey(name)) continue;
            if (!otherPaths.TryGetValue(name, out var first)) faults.Unexpected(name, value);
            else if (state.TryGetValue(first, out var same) && same is not null && (value is null || !SameElements(value, same))) faults.Wrong($"another value: {name} is the same tensor as {first}, the state has two");
        }
        return faults;
    }

    /// <summary>The paths of shared tensors that are not their first, each with the first.</summary>
    private Dictionary<string, string> OtherPaths(OrderedDictionary<string, Tensor> targets)
    {
        var firsts = new Dictionary<Tensor, string>(ReferenceEqualityComparer.Instance);
        foreach (var (name, tensor) in targets) firsts.Add(tensor, name);
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(this, "", []);
        return others;

        // unlike NamedModules, down every way; around no circle
        void Walk(Module module, string path, HashSet<Module> above)
        {
            if (!above.Add(module)) return;
            foreach (var (name, part) in module._parts)
            {
                var full = Join(path, name);
                if (part is Module inner) Walk(inner, full, above);
                else if (part is Tensor tensor && firsts[tensor] is var first && first != full) others[full] = first;
            }
            above.Remove(module);
        }
    }

    private static bool SameElements(Tensor a, Tensor b) => a.Shape == b.Shape && a.DType == b.DType && (a.EqualTo(b) | (a.DType.IsFloating ? a.IsNaN() & b.IsNaN() : Tensor.Zeros(a.Shape, DType.Bool))).All().Item<bool>();
}
