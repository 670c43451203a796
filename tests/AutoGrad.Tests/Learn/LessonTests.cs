using System.Globalization;
using System.Text.RegularExpressions;
using AutoGrad.Tests.Docs;
using AutoGrad.Tests.Golden;

namespace AutoGrad.Tests.Learn;

/// <summary>Every number and picture in a lesson is what its program makes now. UPDATE_DOCS=1 writes them.</summary>
[NonParallelizable]
public partial class LessonTests
{
    // how far a point may move: the last bits of a long training differ between processors (0.7 pixels were seen without AVX2)
    private const double Pixel = 1.5;

    private static bool Updates => Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1";

    [TestCaseSource(typeof(Lesson), nameof(Lesson.All))]
    public void Page_and_pictures_are_what_the_program_makes(Lesson lesson)
    {
        var folder = Directory.CreateTempSubdirectory("lesson");
        try
        {
            var printed = lesson.Run(folder.FullName);
            var made = Path.Combine(folder.FullName, "pictures");
            var pictures = Directory.Exists(made) ? Directory.GetFiles(made).Order(StringComparer.Ordinal).ToArray() : [];
            if (Updates)
            {
                File.WriteAllText(lesson.PagePath, LessonPage.WithOutputs(lesson.Page, printed));
                foreach (var picture in pictures) File.Copy(picture, Path.Combine(Lesson.Folder, "pictures", Path.GetFileName(picture)), overwrite: true);
            }
            var page = lesson.Page;
            Near(LessonPage.Outputs(page), printed, LessonPage.Tolerance(page)).ShouldBe(printed, "UPDATE_DOCS=1 writes what the program prints");
            LessonPage.Pictures(page).Order(StringComparer.Ordinal).ShouldBe(pictures.Select(p => Path.GetFileName(p)!));
            foreach (var picture in pictures)
                Differences(File.ReadAllText(picture), File.ReadAllText(Path.Combine(Lesson.Folder, "pictures", Path.GetFileName(picture)))).ShouldBeEmpty(Path.GetFileName(picture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestCaseSource(typeof(Lesson), nameof(Lesson.All))]
    public void What_a_page_quotes_stands_in_the_program(Lesson lesson)
    {
        var quotes = LessonPage.Quotes(lesson.Page);
        quotes.ShouldNotBeEmpty();
        quotes.Where(quote => !LessonPage.IsQuoted(quote, lesson.Program)).ShouldBeEmpty();
    }

    [TestCaseSource(typeof(Lesson), nameof(Lesson.All))]
    public void A_lesson_is_short_and_is_found(Lesson lesson)
    {
        lesson.Program.ShouldStartWith("#:project ../../src/AutoGrad\n// ");
        lesson.Program.Split('\n').Length.ShouldBeLessThan(150);
        lesson.Page.ShouldContain($"dotnet run docs/learn/{lesson.Name}.cs");
        lesson.Page.ShouldContain("\n## Try\n");
        File.ReadAllText(Path.Combine(Lesson.Folder, "README.md")).ShouldContain($"({lesson.Name}.md)");
    }

    [Test]
    public void There_are_twelve_and_each_picture_has_a_lesson()
    {
        Lesson.All.Select(l => l.Name[..2]).ShouldBe(Enumerable.Range(1, 12).Select(n => n.ToString("00", CultureInfo.InvariantCulture)));
        Directory.EnumerateFiles(Path.Combine(Lesson.Folder, "pictures")).Select(p => Path.GetFileName(p)!).ShouldBe(Lesson.All.SelectMany(l => LessonPage.Pictures(l.Page)), ignoreOrder: true);
    }

    [Test]
    public void The_chain_and_XOR_have_the_numbers_of_the_articles()
    {
        var articles = GoldenFile.Read("articles.json");
        var page = new Lesson("04-chain-rule").Page;
        foreach (var name in new[] { "z1", "h", "z2", "p", "loss", "dL_dp", "dL_dz2", "dL_dw2", "dL_dh", "dL_dz1", "dL_dw1" })
            page.Contains(articles.GetProperty("chain").GetProperty("steps")[0].GetProperty(name).GetDouble().ToString("F6", CultureInfo.InvariantCulture), StringComparison.Ordinal).ShouldBeTrue(name);
        page = new Lesson("06-xor").Page;
        foreach (var loss in articles.GetProperty("xor").GetProperty("losses").EnumerateObject())
            page.Contains(loss.Value.GetDouble().ToString("F10", CultureInfo.InvariantCulture), StringComparison.Ordinal).ShouldBeTrue(loss.Name);
    }

    [Test]
    public void A_wrong_number_or_quote_is_noticed()
    {
        const string page = "```cs\nvar a = 1;\nvar b = 2;\n```\n```text\n1\n```\n![A line](pictures/line.svg)\n";
        LessonPage.Outputs(page).ShouldBe(["1"]);
        LessonPage.WithOutputs(page, ["2"]).ShouldBe(page.Replace("```text\n1", "```text\n2"));
        LessonPage.Pictures(page).ShouldBe(["line.svg"]);
        LessonPage.IsQuoted(LessonPage.Quotes(page)[0], "{\n    var a = 1;\n\n    var b = 2;\n}").ShouldBeTrue();
        LessonPage.IsQuoted(LessonPage.Quotes(page)[0], "var a = 1;\nvar c = 2;").ShouldBeFalse();
        Near(["a 1\nb 2"], ["a 1.01\nb 2"], LessonPage.Tolerance("```text ±2%\n")).ShouldBe(["a 1.01\nb 2"]);
        Near(["a 1\nb 2"], ["a 1.03\nb 2"], LessonPage.Tolerance("```text ±2%\n")).ShouldBe(["a 1\nb 2"]);
        LessonPage.Tolerance(page).ShouldBe(0);
        Differences("M1 2L3 4", "M1 2L3.1 4").ShouldBeEmpty();
        Differences("M1 2L3 4", "M1 2L5 4").ShouldNotBeEmpty();
        Differences("M1 2L3 4", "M1 2H3 4").ShouldNotBeEmpty();
    }

    // where all numbers of a line are near to those on the page, the printed line stands for the page's
    private static string[] Near(string[] page, string[] printed, double tolerance) => tolerance == 0 || page.Length != printed.Length ? page :
        [.. page.Zip(printed, (part, other) => part.Split('\n').Zip(other.Split('\n')).All(l => PrintedLine.IsNear(l.Second, l.First, tolerance)) && part.Count(c => c == '\n') == other.Count(c => c == '\n') ? other : part)];

    private static string[] Differences(string made, string kept)
    {
        var (lines, others) = (made.ReplaceLineEndings("\n").Split('\n'), kept.ReplaceLineEndings("\n").Split('\n'));
        return lines.Length != others.Length ? [$"{lines.Length} lines, not {others.Length}"] : [.. lines.Zip(others).Where(pair => !IsSame(pair.First, pair.Second)).Select(pair => $"{pair.First}\n{pair.Second}")];
    }

    private static bool IsSame(string line, string other) => line == other ||
        (Number.Replace(line, "#") == Number.Replace(other, "#") &&
         Number.Matches(line).Zip(Number.Matches(other)).All(pair => Math.Abs(double.Parse(pair.First.Value, CultureInfo.InvariantCulture) - double.Parse(pair.Second.Value, CultureInfo.InvariantCulture)) <= Pixel));

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number { get; }
}
