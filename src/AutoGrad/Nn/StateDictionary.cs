using System.Text;

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
    /// <param name="state">A value for each dotted path of <see cref="StateDictionary"/>, of the same shape and element type.</param>
    /// <exception cref="ArgumentException">Entries are missing, unexpected, of another shape or of another element type. The message lists them all, and nothing has changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var targets = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in NamedTensors()) targets.Add(name, tensor);
        var faults = Faults(targets, state);
        if (faults.Length > 0) throw new ArgumentException($"{OwnName}: the state does not fit, and nothing was loaded.{faults}", nameof(state));
        // a value may be one of this module's own tensors, so all are read before any is written
        var values = new List<Tensor>(targets.Count);
        foreach (var (name, _) in targets) values.Add(state[name] is Parameter own ? own.Detach().Clone() : state[name]);
        using var scope = GradMode.NoGrad();
        for (var i = 0; i < values.Count; i++) targets.GetAt(i).Value.CopyFrom(values[i]);
    }

    private static string Faults(OrderedDictionary<string, Tensor> targets, IReadOnlyDictionary<string, Tensor> state)
    {
        var faults = new StringBuilder();
        foreach (var (name, target) in targets)
        {
            if (!state.TryGetValue(name, out var value) || value is null) faults.Append($"\n  missing: {name} {target.DType} {target.Shape}");
            else if (value.Shape != target.Shape) faults.Append($"\n  another shape: {name} is {target.Shape}, the state has {value.Shape}");
            else if (value.DType != target.DType) faults.Append($"\n  another element type: {name} is {target.DType}, the state has {value.DType}: convert with .To(DType.{target.DType})");
        }
        foreach (var (name, value) in state)
            if (!targets.ContainsKey(name)) faults.Append($"\n  unexpected: {name} {value?.DType} {value?.Shape}");
        return faults.ToString();
    }
}
