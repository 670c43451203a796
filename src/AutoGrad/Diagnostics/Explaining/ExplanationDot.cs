using System.Text;

namespace AutoGrad.Diagnostics;

/// <summary>An explanation as a graph for Graphviz: modules are clusters, leaves boxes, steps ellipses.</summary>
internal static class ExplanationDot
{
    public static string Write(Explanation explanation)
    {
        var text = new StringBuilder("digraph explanation {\n  rankdir=TB;\n  node [fontname=\"Helvetica\", fontsize=11];\n  edge [fontname=\"Helvetica\", fontsize=9];\n");
        var cluster = 0;
        WriteModule(text, ModuleTree.Of(explanation), 1, ref cluster);
        foreach (var node in explanation.Nodes)
            foreach (var input in node.Inputs)
            {
                var label = input.Product is null ? "" : $" [label={Quoted($"g {input.Product}")}]";
                text.Append($"  n{input.Node} -> n{node.Id}{label};\n");
            }
        if (!explanation.HasGradients) text.Append($"  label={Quoted(explanation.GradientNote)};\n");
        return text.Append("}\n").ToString();
    }

    private static void WriteModule(StringBuilder text, ModuleTree module, int depth, ref int cluster)
    {
        var indent = new string(' ', 2 * depth);
        foreach (var node in module.Nodes) text.Append($"{indent}n{node.Id} [{Style(node)}, label={Quoted(Label(node))}];\n");
        foreach (var inner in module.Children)
        {
            text.Append($"{indent}subgraph cluster_{cluster++} {{\n{indent}  label={Quoted(inner.Name)};\n");
            WriteModule(text, inner, depth + 1, ref cluster);
            text.Append($"{indent}}}\n");
        }
    }

    private static string Style(ExplainedNode node) => node.Kind switch
    {
        ExplainedKind.Leaf => "shape=box, style=filled, fillcolor=\"#fde9c9\"",
        ExplainedKind.Constant => "shape=box, style=dashed",
        _ => node.IsNonFiniteOrigin ? "shape=ellipse, style=filled, fillcolor=\"#d55e00\"" : "shape=ellipse, style=filled, fillcolor=\"#d6eaf8\"",
    };

    internal static string Label(ExplainedNode node)
    {
        var text = new StringBuilder(node.Name);
        if (node.Op.Length > 0) text.Append($" = {node.Op}");
        text.Append(node.Shape.Rank == 0 ? "" : $" {node.Shape}");
        if (node.Value is { Elements.Count: 1 }) text.Append($"\n{node.Value}");
        if (node.Gradient is not null) text.Append($"\ngradient {node.Gradient}");
        if (node.IsNonFiniteOrigin) text.Append("\nNaN or infinity arises here");
        return text.ToString();
    }

    private static string Quoted(string text) =>
        $"\"{ExplanationText.Plain(text.Replace("\n", "\u2028")).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\u2028", "\\n")}\"";
}
