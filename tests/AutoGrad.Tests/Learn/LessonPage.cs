using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoGrad.Tests.Learn;

/// <summary>What a lesson's page quotes.</summary>
internal static partial class LessonPage
{
    /// <summary>The blocks of a page that hold the output of its program.</summary>
    public static string[] Outputs(string page) => [.. Output.Matches(page).Select(m => m.Groups["text"].Value.TrimEnd('\n'))];

    /// <summary>By which share of themselves the numbers of these blocks may differ, as those at the end of a long training do between processors: <c>```text ±1%</c>.</summary>
    public static double Tolerance(string page) => Near.Match(page) is { Success: true } near ? double.Parse(near.Groups["percent"].Value, CultureInfo.InvariantCulture) / 100 : 0;

    /// <summary>The page with other output in them.</summary>
    public static string WithOutputs(string page, string[] outputs)
    {
        var next = 0;
        return Output.Replace(page, m => next < outputs.Length ? $"{m.Groups["open"].Value}{outputs[next++]}\n```" : m.Value);
    }

    /// <summary>The blocks of a page that quote its program.</summary>
    public static string[] Quotes(string page) => [.. Quote.Matches(page).Select(m => m.Groups["text"].Value)];

    /// <summary>Whether the lines follow one another in a program, indented as they may be there.</summary>
    public static bool IsQuoted(string quote, string program) => Flat(program).Contains(Flat(quote), StringComparison.Ordinal);

    /// <summary>The pictures of a page, without their folder.</summary>
    public static string[] Pictures(string page) => [.. Shown.Matches(page).Select(m => m.Groups["file"].Value)];

    private static string Flat(string code) => "\n" + string.Concat(code.Split('\n').Select(line => line.Trim()).Where(line => line != "").Select(line => line + "\n"));

    [GeneratedRegex(@"(?<open>^```(text|mermaid)[^\n]*\n)(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Output { get; }

    [GeneratedRegex(@"^```text ±(?<percent>[0-9.]+)%$", RegexOptions.Multiline)]
    private static partial Regex Near { get; }

    [GeneratedRegex(@"^```cs\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Quote { get; }

    [GeneratedRegex(@"!\[[^\]]+\]\(pictures/(?<file>[^)]+)\)")]
    private static partial Regex Shown { get; }
}
