using AutoGrad.Diagnostics;

namespace AutoGrad.Visualization.Tests;

/// <summary>A page is written whole or not at all.</summary>
public class SavingTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("autograd-page").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_page_replaces_the_one_before_and_leaves_nothing_beside_it()
    {
        var path = Path.Combine(_folder, "loss.html");
        File.WriteAllText(path, "before");
        Sample().SaveHtml(path, "A <title>");
        File.ReadAllText(path).ShouldStartWith("<!doctype html>");
        File.ReadAllText(path).ShouldContain("<title>A &lt;title&gt;</title>");
        Directory.GetFiles(_folder).Length.ShouldBe(1);
    }

    [Test]
    public void A_path_that_cannot_be_written_is_said_and_nothing_changes()
    {
        var missing = Path.Combine(_folder, "no", "such", "loss.html");
        Should.Throw<IOException>(() => Sample().SaveHtml(missing)).Message.ShouldContain(missing);
        var folder = Path.Combine(_folder, "folder.html");
        Directory.CreateDirectory(folder);
        Should.Throw<IOException>(() => Sample().SaveHtml(folder)).Message.ShouldContain("Nothing there has changed");
        Directory.GetFileSystemEntries(_folder).ShouldBe([folder]);
        Should.Throw<ArgumentException>(() => Sample().SaveHtml(" "));
    }

    [Test]
    public void The_page_names_no_address()
    {
        var page = Sample().ToHtml();
        page.ShouldNotContain("src=\"http");
        page.ShouldNotContain("@import");
        page.ShouldContain("default-src 'none'");
        page.ShouldContain("Chris Pettitt");        // the layout library's licence goes with it
    }

    private static Explanation Sample()
    {
        using var recording = Explanation.Record();
        var loss = Tensor.Scalar(2.0).WithGrad().Named("w").Square();
        loss.Backward();
        return loss.Explain();
    }
}
