namespace AutoGrad;

/// <summary>The ops behind some results, newest first: the order of the backward pass.</summary>
internal static class TapeNodes
{
    /// <exception cref="InvalidOperationException">A backward pass has released the graph.</exception>
    public static List<OpNode> Behind(ReadOnlySpan<Tensor> results)
    {
        var (seen, nodes) = (new HashSet<Node>(ReferenceEqualityComparer.Instance), new List<OpNode>());
        foreach (var result in results)
            if (result.Node is OpNode node && seen.Add(node)) nodes.Add(node);
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            if (node.IsReleased) throw new InvalidOperationException($"Tape: the graph at {node.Op!.Name} {node.Shape} was released by a backward pass: look before it.");
            for (var k = 0; k < node.Count; k++)
                if (node.Parent(k) is OpNode parent && seen.Add(parent)) nodes.Add(parent);
        }
        nodes.Sort(static (a, b) => b.Order.CompareTo(a.Order));
        return nodes;
    }
}
