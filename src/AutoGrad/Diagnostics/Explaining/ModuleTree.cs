namespace AutoGrad.Diagnostics;

/// <summary>The nodes of an explanation by module, as boxes in boxes.</summary>
internal sealed class ModuleTree(string name)
{
    /// <summary>The last part of the path.</summary>
    public string Name { get; } = name;

    /// <summary>What ran in this module itself.</summary>
    public List<ExplainedNode> Nodes { get; } = [];

    /// <summary>The modules inside, in order of first use.</summary>
    public IReadOnlyList<ModuleTree> Children => _children.Values;

    private readonly OrderedDictionary<string, ModuleTree> _children = new(StringComparer.Ordinal);

    /// <summary>The whole: what ran in no module, and all modules.</summary>
    public static ModuleTree Of(Explanation explanation)
    {
        var root = new ModuleTree("");
        foreach (var node in explanation.Nodes)
        {
            var module = root;
            foreach (var part in node.Module.Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!module._children.TryGetValue(part, out var inner)) module._children.Add(part, inner = new ModuleTree(part));
                module = inner;
            }
            module.Nodes.Add(node);
        }
        return root;
    }
}
