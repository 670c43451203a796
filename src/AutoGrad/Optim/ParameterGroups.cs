using System.Collections;

namespace AutoGrad.Optim;

/// <summary>Optimizers that step together, each over parameters of its own: another rate, another weight decay, another method.</summary>
/// <remarks>
/// <code>
/// ParameterGroups optimizer =
/// [
///     new AdamW(weights, learningRate: 1e-3, weightDecay: 0.1),
///     new AdamW(biases, learningRate: 2e-3, weightDecay: 0),
/// ];
/// </code>
/// A schedule over them starts from the rate of each.
/// </remarks>
public sealed class ParameterGroups : IOptimizer, IReadOnlyList<Optimizer>
{
    private readonly List<Optimizer> _groups = [];
    private readonly List<Tensor> _parameters = [];
    private readonly HashSet<Tensor> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Puts optimizers together.</summary>
    /// <param name="groups">One optimizer a group.</param>
    /// <exception cref="ArgumentException">A parameter belongs to two of them.</exception>
    public ParameterGroups(params ReadOnlySpan<Optimizer> groups)
    {
        foreach (var group in groups) Add(group);
    }

    /// <summary>Number of groups.</summary>
    public int Count => _groups.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Optimizer> Groups => _groups;

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>A group by its place, from 0.</summary>
    /// <param name="index">The place.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public Optimizer this[int index] => _groups[index];

    /// <summary>Adds a group at the end. Schedules made before do not know it.</summary>
    /// <param name="group">The optimizer of its parameters.</param>
    /// <exception cref="ArgumentException">One of its parameters belongs to a group already.</exception>
    public void Add(Optimizer group)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (var parameter in group.Parameters)
            if (_seen.Contains(parameter))
                throw new ArgumentException($"A parameter {parameter.Shape} of group {Count} belongs to a group before it: it would be changed twice a step.", nameof(group));
        _groups.Add(group);
        _parameters.AddRange(group.Parameters);
        _seen.UnionWith(group.Parameters);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no group.</exception>
    public void Step()
    {
        if (_groups.Count == 0) throw new InvalidOperationException("ParameterGroups: there is no group, so no parameter to optimize.");
        foreach (var group in _groups) group.Step();
    }

    /// <inheritdoc/>
    public void ZeroGrad()
    {
        foreach (var group in _groups) group.ZeroGrad();
    }

    /// <summary>The state of each group, with its place and a dot before each name.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
            foreach (var (name, tensor) in _groups[i].StateDictionary()) state.Add($"{i}.{name}", tensor);
        return state;
    }

    /// <inheritdoc/>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (parts, faults) = (new Dictionary<string, Tensor>[Count], new StateFaults("ParameterGroups"));
        for (var i = 0; i < Count; i++) parts[i] = new(StringComparer.Ordinal);
        foreach (var (name, tensor) in state)
        {
            var dot = name.IndexOf('.');
            if (dot > 0 && int.TryParse(name.AsSpan(0, dot), out var group) && (uint)group < (uint)Count) parts[group].Add(name[(dot + 1)..], tensor);
            else faults.Unexpected(name, tensor);
        }
        for (var i = 0; i < Count; i++) _groups[i].FindFaults(parts[i], faults, $"{i}.");
        faults.Throw(nameof(state));
        for (var i = 0; i < Count; i++) _groups[i].LoadState(parts[i]);
    }

    /// <summary>Walks the groups, first to last.</summary>
    public IEnumerator<Optimizer> GetEnumerator() => _groups.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
