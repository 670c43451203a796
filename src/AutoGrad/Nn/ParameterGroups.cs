namespace AutoGrad.Nn;

public abstract partial class Module
{
    /// <summary>Runs code on every module inside this one and then on this one, inner before outer: <c>model.Apply(m => { if (m is Linear l) Init.XavierUniform(l.Weight); })</c>.</summary>
    /// <param name="action">What to do with each; a shared module comes once.</param>
    public void Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        // outer before inner, turned round
        var modules = new List<Module>();
        foreach (var (_, module) in NamedModules()) modules.Add(module);
        for (var i = modules.Count - 1; i >= 0; i--) action(modules[i]);
    }

    /// <summary>Parameters sorted by what a function says of them, for an optimizer with settings of its own for each group.</summary>
    /// <remarks><c>var groups = model.ParameterGroups((path, _) => path.StartsWith("Backbone."));</c></remarks>
    /// <typeparam name="TKey">What groups are known by.</typeparam>
    /// <param name="keyOf">The group of a parameter, from its dotted path and itself.</param>
    /// <returns>Each parameter in one group, shared ones once; groups and parameters in the order they are found.</returns>
    public IReadOnlyDictionary<TKey, IReadOnlyList<Parameter>> ParameterGroups<TKey>(Func<string, Parameter, TKey> keyOf) where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keyOf);
        var groups = new OrderedDictionary<TKey, IReadOnlyList<Parameter>>();
        foreach (var (path, parameter) in NamedParameters())
        {
            var key = keyOf(path, parameter);
            if (!groups.TryGetValue(key, out var group)) groups.Add(key, group = new List<Parameter>());
            ((List<Parameter>)group).Add(parameter);
        }
        return groups;
    }

    /// <summary>The usual two groups: matrices and filters, which weight decay suits, and vectors (biases, scales of normalisations), which it does not.</summary>
    /// <returns>Parameters with two axes or more, and those with fewer.</returns>
    public (IReadOnlyList<Parameter> Decayed, IReadOnlyList<Parameter> Undecayed) SplitForWeightDecay()
    {
        var groups = ParameterGroups((_, parameter) => parameter.Rank > 1);
        return (groups.GetValueOrDefault(true, []), groups.GetValueOrDefault(false, []));
    }
}
