using System.Globalization;

namespace AutoGrad.Tests.Docs;

/// <summary>One C# program of a documentation page.</summary>
/// <param name="File">The page's path from the root.</param>
/// <param name="Line">The line of its first block, from 1.</param>
/// <param name="Code">The code.</param>
/// <param name="Output">What the page says it prints; null if it does not say.</param>
/// <param name="Runs">False to compile it only.</param>
/// <param name="Tolerance">By which share of themselves the numbers that are printed may differ from those on the page.</param>
public sealed record MarkdownSnippet(string File, int Line, string Code, string? Output, bool Runs, double Tolerance = 0)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>Finds the C# programs of documentation pages.</summary>
/// <remarks>
/// A block fenced as <c>```csharp</c> is a program of its own. One that starts with <c>// continued</c> goes on where the
/// page's block before it stopped. One fenced as <c>```csharp no-run</c> is compiled only. A block fenced as <c>```text</c>
/// that follows says what is printed: by this block, for one that is continued. <c>```text ±1%</c> says that its numbers may differ
/// by so much, as those at the end of a training do between processors; the words around them may not.
/// </remarks>
internal static class MarkdownSnippets
{
    private const string Continued = "// continued";

    private readonly record struct Block(string Kind, int Line, string Text);

    public static IEnumerable<MarkdownSnippet> Of(string file, string markdown)
    {
        var blocks = Blocks(markdown).ToArray();
        var (before, printed, tolerance) = ("", "", 0.0);
        for (var i = 0; i < blocks.Length; i++)
        {
            var (kind, line, text) = blocks[i];
            if (kind is not ("csharp" or "csharp no-run")) continue;
            if (!text.StartsWith(Continued, StringComparison.Ordinal)) (before, printed, tolerance) = ("", "", 0);
            var next = i + 1 < blocks.Length ? blocks[i + 1] : default;
            var output = next.Kind?.Split(' ')[0] == "text" ? next.Text : null;
            if (output is not null) tolerance = Math.Max(tolerance, Tolerance(next.Kind!));
            var code = $"{before}#line {line + 1} \"{file}\"\n{text}";
            yield return new MarkdownSnippet(file, line, code, output is null ? null : printed + output, kind == "csharp", tolerance);
            if (kind == "csharp") (before, printed) = (code, printed + output);
        }
    }

    private static double Tolerance(string kind) => kind == "text" ? 0 : double.Parse(kind["text ±".Length..].TrimEnd('%'), CultureInfo.InvariantCulture) / 100;

    private static IEnumerable<Block> Blocks(string markdown)
    {
        var (lines, kind, start, text) = (markdown.ReplaceLineEndings("\n").Split('\n'), (string?)null, 0, new List<string>());
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimStart();
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                if (kind is not null) text.Add(lines[i]);
                continue;
            }
            if (kind is null) (kind, start) = (line[3..].Trim(), i + 1);
            else
            {
                yield return new Block(kind, start, string.Concat(text.Select(t => t + "\n")));
                kind = null;
                text.Clear();
            }
        }
    }
}
