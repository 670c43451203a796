namespace AutoGrad;

/// <summary>What results depend on besides their inputs: parameters, and results of the code around the function.</summary>
internal static class Dependences
{
    /// <summary>The places outside, in the order they are met.</summary>
    /// <param name="y">The results.</param>
    /// <param name="inputs">Leaves that the function was given.</param>
    /// <param name="before">The latest creation number before the function ran: a node up to it is outside.</param>
    public static List<Node> Of(Tensor[] y, Tensor[] inputs, long before)
    {
        var (found, seen, waiting) = (new List<Node>(), new HashSet<Node>(ReferenceEqualityComparer.Instance), new Stack<Node>());
        foreach (var input in inputs)
            if (input.Node is { } node) seen.Add(node);
        foreach (var output in y)
            if (output.Node is { } node && seen.Add(node)) waiting.Push(node);
        while (waiting.TryPop(out var node))
        {
            if (node is LeafNode || node.Order <= before)
            {
                found.Add(node);
                continue;
            }
            for (var k = 0; k < node.Count; k++)
                if (node.Parent(k) is { } parent && seen.Add(parent)) waiting.Push(parent);
        }
        return found;
    }
}
