namespace AutoGrad.Tests.Docs;

/// <summary>One C# program of a documentation page.</summary>
/// <param name="File">The page's path from the root.</param>
/// <param name="Line">The line of its first block, from 1.</param>
/// <param name="Code">The code.</param>
/// <param name="Output">What the page says it prints; null if it does not say.</param>
/// <param name="Runs">False to compile it only.</param>
public sealed record MarkdownSnippet(string File, int Line, string Code, string? Output, bool Runs)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>Finds the C# programs of documentation pages.</summary>
/// <remarks>
/// A block fenced as <c>```csharp</c> is a program of its own. One that starts with <c>// continued</c> goes on where the
/// page's block before it stopped. One fenced as <c>```csharp no-run</c> is compiled only. A block fenced as <c>```text</c>
/// that follows says what is printed: by this block, for one that is continued.
/// </remarks>
internal static class MarkdownSnippets
{
    private const string Continued = "// continued";

    private readonly record struct Block(string Kind, int Line, string Text);

    public static IEnumerable<MarkdownSnippet> Of(string file, string markdown)
    {
        var blocks = Blocks(markdown).ToArray();
        var (before, printed) = ("", "");
        for (var i = 0; i < blocks.Length; i++)
        {
            var (kind, line, text) = blocks[i];
            if (kind is not ("csharp" or "csharp no-run")) continue;
            if (!text.StartsWith(Continued, StringComparison.Ordinal)) (before, printed) = ("", "");
            var output = i + 1 < blocks.Length && blocks[i + 1].Kind == "text" ? blocks[i + 1].Text : null;
            var code = $"{before}#line {line + 1} \"{file}\"\n{text}";
            yield return new MarkdownSnippet(file, line, code, output is null ? null : printed + output, kind == "csharp");
            if (kind == "csharp") (before, printed) = (code, printed + output);
        }
    }

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
