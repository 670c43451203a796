namespace AutoGrad.Diagnostics;

/// <summary>How a result was computed and how its gradients came about, as plain data: it holds no tensor and no graph.</summary>
/// <remarks><code>
/// using var recording = Explanation.Record();
/// var loss = (w * x - y).Square();
/// loss.Backward();
/// Console.WriteLine(loss.Explain());
/// </code></remarks>
public sealed class Explanation
{
    internal Explanation(IReadOnlyList<ExplainedNode> nodes, int result, bool hasGradients, string gradientNote) =>
        (Nodes, Result, HasGradients, GradientNote) = (nodes, result, hasGradients, gradientNote);

    /// <summary>Every tensor the result depends on: inputs before what is computed from them.</summary>
    public IReadOnlyList<ExplainedNode> Nodes { get; }

    /// <summary>The <see cref="ExplainedNode.Id"/> of the result.</summary>
    public int Result { get; }

    /// <summary>Whether a backward pass has gone from the result. If not, there are no gradients, and <see cref="GradientNote"/> says why.</summary>
    public bool HasGradients { get; }

    /// <summary>Why there are no gradients, in words; empty where there are.</summary>
    public string GradientNote { get; }

    /// <summary>Why no gradient was compared with central differences; empty where they were, or where that was not asked for.</summary>
    public string CheckNote => Nodes.FirstOrDefault(n => n.Check is { Reason.Length: > 0 })?.Check!.Reason ?? "";

    /// <summary>Keeps the values and gradients that this thread computes from now on, so that <c>Explain()</c> knows them all, also after <c>Backward()</c>.</summary>
    /// <returns>Keeps no more when disposed.</returns>
    public static ExplanationRecording Record() => new();

    /// <summary>The explanation for a terminal: a table a step, forward through the values and back through the gradients.</summary>
    /// <param name="colors">With ANSI colours; null for where the console shows them: it is no file, and NO_COLOR is not set.</param>
    public string ToText(bool? colors = null) => ExplanationText.Write(this, colors ?? ExplanationText.ConsoleHasColors);

    /// <summary>The graph for Graphviz: <c>dot -Tsvg</c>.</summary>
    public string ToDot() => ExplanationDot.Write(this);

    /// <summary>The graph as a Mermaid flowchart, which GitHub draws in a block fenced as mermaid.</summary>
    public string ToMermaid() => ExplanationMermaid.Write(this);

    /// <summary>Everything as JSON; a tensor without axes is a number, any other an object of shape and data. NaN and infinities are the strings "NaN", "Infinity", "-Infinity"; markup is escaped, so that it may stand in a page.</summary>
    /// <param name="mostElements">Tensors of more elements are cut off there; their size and range are still those of the whole.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mostElements"/> is negative.</exception>
    public string ToJson(int mostElements = 4096) => System.Text.Encoding.UTF8.GetString(ExplanationJson.Write(this, mostElements));

    /// <summary>The text of <see cref="ToText"/> without colours.</summary>
    public override string ToString() => ToText(colors: false);
}
