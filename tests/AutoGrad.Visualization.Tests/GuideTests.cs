using System.Runtime.CompilerServices;
using AutoGrad.Diagnostics;

namespace AutoGrad.Visualization.Tests;

/// <summary>What the guide says of pages. Its other examples run with those of the library.</summary>
public class GuideTests
{
    [Test]
    public void The_line_that_writes_a_page_does_so()
    {
        var folder = Directory.CreateTempSubdirectory("autograd-guide").FullName;
        var before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(folder);
            using var recording = Explanation.Record();
            var loss = Tensor.Scalar(2.0).WithGrad().Named("w").Square();
            loss.Backward();
            loss.Explain().SaveHtml("loss.html");
            File.Exists("loss.html").ShouldBeTrue();
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            Directory.Delete(folder, recursive: true);
        }
        File.ReadAllText(Path.Combine(Root(), "docs", "guide", "explain.md")).ShouldContain("loss.Explain().SaveHtml(\"loss.html\");");
    }

    [Test]
    public void The_pictures_of_the_guide_are_there_and_small()
    {
        foreach (var picture in new[] { "explain-attention.png", "explain-fan-out.png" })
        {
            File.ReadAllText(Path.Combine(Root(), "docs", "guide", "explain.md")).ShouldContain($"../pictures/{picture}");
            new FileInfo(Path.Combine(Root(), "docs", "pictures", picture)).Length.ShouldBeInRange(10_000, 200_000);
        }
    }

    private static string Root([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../.."));
}
