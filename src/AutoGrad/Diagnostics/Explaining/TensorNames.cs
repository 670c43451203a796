using System.Runtime.CompilerServices;

namespace AutoGrad.Diagnostics;

/// <summary>The names that a program gave its tensors, kept beside them: a tensor without a name pays nothing.</summary>
internal static class TensorNames
{
    private static readonly ConditionalWeakTable<Tensor, string> s_tensors = [];
    private static readonly ConditionalWeakTable<Node, string> s_nodes = [];

    public static void Give(Tensor tensor, string name)
    {
        s_tensors.AddOrUpdate(tensor, name);
        if (tensor.Node is { } node) s_nodes.AddOrUpdate(node, name);
    }

    public static string? Of(Node node) => s_nodes.TryGetValue(node, out var name) ? name : null;

    public static string? Of(Tensor tensor) => s_tensors.TryGetValue(tensor, out var name) ? name : tensor.Node is { } node ? Of(node) : null;
}
