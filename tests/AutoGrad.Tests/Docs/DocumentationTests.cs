using AutoGrad.Tests.Architecture;

namespace AutoGrad.Tests.Docs;

/// <summary>Every C# example of the documentation compiles, runs, and prints what the page says.</summary>
[NonParallelizable]
public class DocumentationTests
{
    private static IEnumerable<TestCaseData> Snippets =>
        from page in SourceTree.Files("*.md", "docs").Concat(Readme())
        from snippet in MarkdownSnippets.Of(page.Path, page.Text)
        select new TestCaseData(snippet).SetArgDisplayNames(snippet.ToString());

    [TestCaseSource(nameof(Snippets))]
    public void Example_does_what_the_page_says(MarkdownSnippet snippet) => Check(snippet);

    [Test]
    public void Examples_are_found_joined_and_compared()
    {
        const string page = """
            # Page
            ```csharp
            var x = Tensor.From([1f, 2f]).WithGrad();
            Console.WriteLine(x.Size);
            ```
            prints
            ```text
            2
            ```
            ```bash
            echo no
            ```
            ```csharp
            // continued
            using System.Globalization;
            (x * x).Sum().Backward();
            record Pair(int A, int B);
            Console.WriteLine(new Pair(1, 2).A.ToString(CultureInfo.InvariantCulture) + x.Grad!.ToArray<float>()[1]);
            ```
            ```text
            14
            ```
            ```csharp no-run
            throw new InvalidOperationException();
            ```
            """;
        var snippets = MarkdownSnippets.Of("page.md", page).ToArray();
        snippets.Select(s => (s.Line, s.Runs)).ShouldBe([(2, true), (13, true), (23, false)]);
        foreach (var snippet in snippets) Check(snippet);
        Should.Throw<ShouldAssertException>(() => Check(snippets[1] with { Output = "2\n15\n" }));
        Should.Throw<ShouldAssertException>(() => Check(snippets[0] with { Code = "x.No();" }));
        Should.NotThrow(() => Check(snippets[1] with { Output = "2\n15\n", Tolerance = 0.1 }));
        Should.Throw<ShouldAssertException>(() => Check(snippets[1] with { Output = "2\n16\n", Tolerance = 0.1 }));
        Should.Throw<InvalidOperationException>(() => Check(snippets[2] with { Runs = true }));
    }

    [TestCase("```text ±5%\n1\n```", 0.05)]
    [TestCase("```text\n1\n```", 0)]
    public void A_page_says_how_near_its_numbers_are(string output, double tolerance)
    {
        var snippet = MarkdownSnippets.Of("page.md", $"```csharp\nConsole.WriteLine(1.01);\n```\n{output}").Single();
        snippet.Output.ShouldBe("1\n");
        snippet.Tolerance.ShouldBe(tolerance);
    }

    private static void Check(MarkdownSnippet snippet)
    {
        var program = SnippetRunner.Compile(snippet.Code);
        if (!snippet.Runs) return;
        var printed = SnippetRunner.Run(program);
        if (snippet.Output is not { } output) return;
        var (lines, expected) = (Lines(printed), Lines(output));
        // where all numbers are near to those on the page, the page's stand for them
        if (snippet.Tolerance > 0 && lines.Length == expected.Length) lines = [.. lines.Zip(expected, (line, page) => PrintedLine.IsNear(line, page, snippet.Tolerance) ? page : line)];
        lines.ShouldBe(expected, snippet.ToString());
    }

    private static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.TrimEnd())];

    private static IEnumerable<(string Path, string Text)> Readme()
    {
        var path = Path.Combine(SourceTree.Root, "README.md");
        if (File.Exists(path)) yield return ("README.md", File.ReadAllText(path));
    }
}
