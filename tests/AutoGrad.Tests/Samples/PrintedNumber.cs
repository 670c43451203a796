using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoGrad.Tests.Samples;

/// <summary>Finds the numbers in what a sample printed.</summary>
internal static partial class PrintedNumber
{
    /// <summary>All numbers of a line; those that are not finite too.</summary>
    public static double[] AllOf(string line) => [.. Number().Matches(line).Select(m => double.Parse(m.Value, NumberStyles.Float, CultureInfo.InvariantCulture))];

    /// <summary>The first number after some words.</summary>
    public static double After(string words, string text)
    {
        var start = text.LastIndexOf(words, StringComparison.Ordinal);
        start.ShouldBeGreaterThanOrEqualTo(0, $"'{words}' is not in:\n{text}");
        return AllOf(text[(start + words.Length)..])[0];
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(E[+-]?\d+)?|NaN")]
    private static partial Regex Number();
}
