using System.Runtime.CompilerServices;

namespace AutoGrad.Diagnostics;

/// <summary>One input of a step.</summary>
/// <param name="Place">What it is, equal for all uses: its node, or the tensor itself where it is a constant.</param>
/// <param name="Node">Its place in the graph; null for a constant.</param>
/// <param name="Value">Its value at the time; null where it is not known.</param>
internal readonly record struct StepInput(object Place, Node? Node, Tensor? Value);

/// <summary>One application of an op, as much of it as is known. The table holds it as long as its node lives.</summary>
/// <param name="Op">The op.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Output">The result; null for an op of several, whose results are steps of their own.</param>
/// <param name="Module">The module it ran in.</param>
internal sealed record RecordedStep(Op Op, StepInput[] Inputs, Tensor? Output, string Module)
{
    private static readonly ConditionalWeakTable<Node, RecordedStep> s_table = [];

    public static void Keep(Node node, RecordedStep step) => s_table.AddOrUpdate(node, step);

    public static RecordedStep? Find(Node node) => s_table.TryGetValue(node, out var step) ? step : null;

    /// <summary>What the tape itself knows of a step that nobody recorded: structure, and what the rule will read.</summary>
    /// <exception cref="InvalidOperationException">A backward pass has released it.</exception>
    public static RecordedStep OfTape(OpNode node)
    {
        if (node.IsReleased)
            throw new InvalidOperationException(
                $"Explain: the graph at {node.Op!.Name} {node.Shape} was released by a backward pass. Compute inside of Explanation.Record(), or pass retainGraph: true to Backward.");
        var (op, inputs) = (node.Op!, new StepInput[node.Count]);
        for (var k = 0; k < inputs.Length; k++)
        {
            var parent = node.Parent(k);
            var value = SavesInput(node, k) ? node.SavedInput(k) : null;
            inputs[k] = new StepInput((object?)parent ?? value ?? new object(), parent, value);
        }
        return new RecordedStep(op, inputs, node is not (MultiOutputNode or OutputNode) && (op.Saves & Saves.Output) != 0 ? node.SavedOutput : null, "");
    }

    private static bool SavesInput(OpNode node, int input) =>
        node is not (JointNode or OutputNode) && ((node.Op!.Saves & Saves.Inputs) != 0 || (node.Op.Saves & Saves.LastInput) != 0 && input == node.Count - 1);
}
