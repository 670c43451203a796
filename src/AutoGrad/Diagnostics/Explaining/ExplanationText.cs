using System.Text;

namespace AutoGrad.Diagnostics;

/// <summary>An explanation for a terminal.</summary>
internal static class ExplanationText
{
    private const string Bold = "1", Faint = "2", Blue = "36", Orange = "33", Red = "1;31";

    public static bool ConsoleHasColors => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public static string Write(Explanation explanation, bool colors)
    {
        var (text, nodes) = (new StringBuilder(), explanation.Nodes);
        var steps = nodes.Where(n => n.Kind == ExplainedKind.Result).ToArray();
        var inputs = nodes.Where(n => n.Kind != ExplainedKind.Result).ToArray();
        text.Append($"{Paint(Bold, Plain(nodes[explanation.Result].Name))} = {Value(nodes[explanation.Result].Value)}   ({Counted(steps.Length, "step")}, {Counted(inputs.Length, "input")})\n");
        text.Append($"\n{Paint(Bold, "Forward: the values")}\n");
        if (inputs.Length > 0) Table(["input", "shape", "value", ""], [.. inputs.Select(n => new[] { Plain(n.Name), $"{n.Shape}", Value(n.Value), n.Kind == ExplainedKind.Leaf ? "asks for its gradient" : "constant" })], Blue);
        var number = 0;
        foreach (var node in steps)
        {
            text.Append($"\n{Paint(Bold, $"Step {++number}")}  {Plain(node.Name)} = {Plain(node.Op)}({string.Join(", ", node.Inputs.Select(i => Plain(nodes[i.Node].Name)))})");
            text.Append(node.Formula.Length > 0 ? $"   {Paint(Faint, node.Formula)}" : "").Append(node.Module.Length > 0 ? $"   {Paint(Faint, $"in {Plain(node.Module)}")}" : "").Append('\n');
            var rows = node.Inputs.Select(i => new[] { Plain(nodes[i.Node].Name), $"{nodes[i.Node].Shape}", Value(nodes[i.Node].Value), i.Shapes }).Append([Plain(node.Name), $"{node.Shape}", Value(node.Value), ""]);
            Table(["", "shape", "value", ""], [.. rows], Blue);
            if (node.IsNonFiniteOrigin) text.Append($"  {Paint(Red, $"! {node.Value!.NonFinite} of {node.Value.Elements.Count} became NaN or infinite here")}\n");
        }
        text.Append($"\n{Paint(Bold, "Backward: the gradients")}\n");
        if (!explanation.HasGradients)
        {
            text.Append($"  {explanation.GradientNote}\n");
            return text.ToString();
        }
        var result = Plain(nodes[explanation.Result].Name);
        foreach (var node in steps.Reverse())
        {
            text.Append($"\n{Paint(Bold, $"Step {++number}")}  back through {Plain(node.Name)} = {Plain(node.Op)}   upstream ∂{result}/∂{Plain(node.Name)} = {Value(node.Gradient)}\n");
            foreach (var input in node.Inputs.Where(i => i.IsNonFiniteOrigin)) text.Append($"  {Paint(Red, $"! the gradient of {Plain(nodes[input.Node].Name)} became NaN or infinite here")}\n");
            var links = node.Inputs.Where(i => i.Product is not null).ToArray();
            if (links.Length > 0) Table(["to", "rule", "derivative", "× upstream", "= product", ""], [.. links.Select(i => Link(nodes, node, i))], Orange);
            foreach (var id in links.Select(i => i.Node).Distinct())
                if (nodes[id].Paths.Count > 1 && nodes[id].Paths[^1].Node == node.Id) text.Append($"  {Sum(nodes[id], result)}\n");
        }
        text.Append($"\n{Paint(Bold, "Gradients")}\n");
        Table(["of", "shape", "gradient", "central differences"], [.. inputs.Where(n => n.Kind == ExplainedKind.Leaf).Select(n => new[] { Plain(n.Name), $"{n.Shape}", Value(n.Gradient), Checked(n.Check) })], Orange);
        return text.ToString();

        string Paint(string color, string words) => colors ? $"\u001b[{color}m{words}\u001b[0m" : words;

        void Table(string[] head, string[][] rows, string color)
        {
            var widths = head.Select((h, c) => Math.Max(h.Length, rows.Max(r => r[c].Length))).ToArray();
            string Line(string[] cells) => string.Join("  ", cells.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd();
            if (head.Any(h => h.Length > 0)) text.Append($"  {Paint(Faint, Line(head))}\n");
            foreach (var row in rows) text.Append($"  {Paint(color, Line(row))}\n");
        }
    }

    private static string[] Link(IReadOnlyList<ExplainedNode> nodes, ExplainedNode step, ExplainedInput input) =>
        [Plain(nodes[input.Node].Name), input.Rule, input.Derivative is null ? "-" : Value(input.Derivative), Value(step.Gradient), Value(input.Product), input.Shapes];

    private static string Sum(ExplainedNode node, string result) =>
        $"∂{result}/∂{Plain(node.Name)} = {string.Join(" + ", node.Paths.Select(p => Value(p.Product)))} = {Value(node.Gradient)}   (sum over {node.Paths.Count} paths)";

    private static string Checked(ExplainedCheck? check) => check switch
    {
        null => "-",
        { Reason.Length: > 0 } => check.Reason,
        { Agrees: true } => $"agree ({Counted(check.Positions.Count, "element")})",
        _ => "differ: " + string.Join(", ", check.Differences.Take(4).Select(ExplainedTensor.Number)),
    };

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Value(ExplainedTensor? value) => value?.ToString() ?? "not kept";

    /// <summary>A name that cannot steer the terminal.</summary>
    internal static string Plain(string name) => string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c));
}
