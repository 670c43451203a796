using System.Runtime.CompilerServices;
using AutoGrad.Diagnostics;
using Microsoft.Playwright;

namespace AutoGrad.Visualization.Tests;

/// <summary>Pictures of the pages, to be looked at: two widths, light and dark. AUTOGRAD_PICTURES names the folder.</summary>
[Explicit("writes pictures"), Category("Pictures")]
public class Screenshots
{
    [Test]
    public async Task Take([ValueSource(typeof(SampleGraphs), nameof(SampleGraphs.Names))] string sample, [Values(1280, 420)] int width, [Values] bool dark)
    {
        var folder = Environment.GetEnvironmentVariable("AUTOGRAD_PICTURES") ?? Path.Combine(TestContext.CurrentContext.WorkDirectory, "pictures");
        Directory.CreateDirectory(folder);
        await using var opened = await OpenedPage.Of(SampleGraphs.Make(sample).Explanation, width, width > 600 ? 800 : 1400, dark ? ColorScheme.Dark : ColorScheme.Light);
        var steps = int.Parse((await opened.Page.GetAttributeAsync("#slider", "max"))!);
        await opened.Page.EvaluateAsync("at => { const s = document.getElementById('slider'); s.value = at; s.dispatchEvent(new Event('input')); }", steps * 7 / 10);
        await opened.Page.WaitForTimeoutAsync(250);
        var file = Path.Combine(folder, $"{sample}-{width}-{(dark ? "dark" : "light")}.png");
        await opened.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        new FileInfo(file).Length.ShouldBeGreaterThan(5_000);
    }

    [Test]
    public async Task Take_those_of_the_guide()
    {
        var attention = SampleGraphs.Make("attention").Explanation;
        await Take(attention, attention.Nodes.Single(n => n.Name == "weights"), "explain-attention.png", ColorScheme.Light);
        var skip = SampleGraphs.Make("skip").Explanation;
        await Take(skip, skip.Nodes.First(n => n.Kind == ExplainedKind.Result && n.Paths.Count > 1), "explain-fan-out.png", ColorScheme.Dark);
    }

    /// <summary>The step back through a node.</summary>
    private static async Task Take(Explanation explanation, ExplainedNode node, string file, ColorScheme scheme)
    {
        var results = explanation.Nodes.Where(n => n.Kind == ExplainedKind.Result).ToList();
        await using var opened = await OpenedPage.Of(explanation, 1200, 720, scheme);
        await opened.Page.EvaluateAsync("at => { const s = document.getElementById('slider'); s.value = at; s.dispatchEvent(new Event('input')); }", 2 * results.Count - results.IndexOf(node));
        (await opened.Text("#step-label")).ShouldContain(node.Name);
        await opened.Press("f");
        await opened.Page.WaitForTimeoutAsync(250);
        await opened.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder(), file) });
    }

    private static string Folder([CallerFilePath] string source = "") => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(source)!, "../../docs/pictures")).FullName;
}
