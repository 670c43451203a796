using System.Globalization;
using System.Text;

namespace AutoGrad.Diagnostics;

/// <summary>An explanation as a Mermaid flowchart: modules are subgraphs, leaves boxes, steps rounded.</summary>
internal static class ExplanationMermaid
{
    public static string Write(Explanation explanation)
    {
        var text = new StringBuilder("flowchart TB\n");
        var subgraph = 0;
        WriteModule(text, ModuleTree.Of(explanation), 1, ref subgraph);
        foreach (var node in explanation.Nodes)
            foreach (var input in node.Inputs)
                text.Append(input.Product is null ? $"  n{input.Node} --> n{node.Id}\n" : $"  n{input.Node} -->|\"g {Escaped($"{input.Product}")}\"| n{node.Id}\n");
        text.Append("  classDef leaf fill:#fde9c9,stroke:#a66a00,color:#000\n  classDef constant fill:#f4f4f4,stroke:#888,color:#000,stroke-dasharray:4\n");
        text.Append("  classDef result fill:#d6eaf8,stroke:#0072b2,color:#000\n  classDef broken fill:#d55e00,stroke:#000,color:#fff\n");
        if (!explanation.HasGradients) text.Append($"  note[\"{Escaped(explanation.GradientNote)}\"]\n");
        return text.ToString();
    }

    private static void WriteModule(StringBuilder text, ModuleTree module, int depth, ref int subgraph)
    {
        var indent = new string(' ', 2 * depth);
        foreach (var node in module.Nodes)
        {
            var (open, close) = node.Kind == ExplainedKind.Result ? ("([", "])") : ("[", "]");
            var style = node.IsNonFiniteOrigin ? "broken" : node.Kind switch { ExplainedKind.Leaf => "leaf", ExplainedKind.Constant => "constant", _ => "result" };
            text.Append($"{indent}n{node.Id}{open}\"{Escaped(ExplanationDot.Label(node))}\"{close}:::{style}\n");
        }
        foreach (var inner in module.Children)
        {
            text.Append($"{indent}subgraph m{subgraph++}[\"{Escaped(inner.Name)}\"]\n");
            WriteModule(text, inner, depth + 1, ref subgraph);
            text.Append($"{indent}end\n");
        }
    }

    // Mermaid reads #code; as a character, and takes everything else for markup
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value == '\n') escaped.Append("<br/>");
            else if (Rune.IsLetterOrDigit(rune) || " .,=()/+−∞_→×".Contains(rune.ToString(), StringComparison.Ordinal)) escaped.Append(rune);
            else escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        return escaped.ToString();
    }
}
