using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoGrad.Tests.Docs;

/// <summary>Compares lines of text whose numbers are measurements.</summary>
internal static partial class PrintedLine
{
    /// <summary>Whether two lines differ in nothing but their numbers, and those by no more than a share of the second.</summary>
    public static bool IsNear(string line, string page, double tolerance)
    {
        if (Words(line) != Words(page)) return false;
        var (numbers, expected) = (Numbers(line), Numbers(page));
        return numbers.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance * Math.Abs(pair.Second));
    }

    private static string Words(string line) => Space.Replace(Number.Replace(line, "#"), "");

    private static double[] Numbers(string line) => [.. Number.Matches(line).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space { get; }
}
