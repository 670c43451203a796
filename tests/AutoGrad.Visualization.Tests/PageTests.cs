using AutoGrad.Diagnostics;
using Microsoft.Playwright;

namespace AutoGrad.Visualization.Tests;

/// <summary>The pages of the samples in a real browser: what they show is what the engine computed.</summary>
public class PageTests
{
    private static string[] Small => SampleGraphs.Names[..^1];

    [TestCaseSource(nameof(Small))]
    public async Task Each_step_forward_and_back_shows_the_engines_numbers(string name)
    {
        var sample = SampleGraphs.Make(name);
        var explanation = sample.Explanation;
        await using var opened = await OpenedPage.Of(explanation);
        var steps = explanation.Nodes.Where(n => n.Kind == ExplainedKind.Result).ToArray();
        (await opened.Page.GetAttributeAsync("#slider", "max")).ShouldBe($"{2 * steps.Length}");
        foreach (var node in steps)
        {
            await opened.Press("ArrowRight");
            (await opened.Text("#step-label")).ShouldContain(node.Name);
            if (node.Value is not null) (await opened.Numbers("#details", node.Name)).ShouldBe(node.Value.Elements, $"value of {node.Name}");
            foreach (var input in node.Inputs.Select(i => explanation.Nodes[i.Node]).Where(i => i.Value is not null))
                (await opened.Numbers("#details", input.Name)).ShouldBe(input.Value!.Elements, $"{input.Name} for {node.Name}");
        }
        foreach (var node in steps.Reverse())
        {
            await opened.Press("ArrowRight");
            (await opened.Text("#step-label")).ShouldStartWith("Back ");
            foreach (var input in node.Inputs.Where(i => i.Product is not null))
            {
                var target = explanation.Nodes[input.Node].Name;
                (await opened.Numbers("#details", $"product to {target}")).ShouldBe(input.Product!.Elements, $"from {node.Name} to {target}");
            }
        }
        foreach (var (leaf, gradient) in sample.Gradients)
            (await opened.Numbers("#parameters", $"gradient of {leaf}")).ShouldBe(gradient, $"gradient of {leaf}");
        await opened.Press("ArrowLeft");
        await opened.Press("Home");
        (await opened.Text("#step-label")).ShouldBe("Inputs");
        opened.ShouldBeQuiet();
    }

    [TestCaseSource(nameof(Small))]
    public async Task Check_says_that_gradients_and_central_differences_agree(string name)
    {
        await using var opened = await OpenedPage.Of(SampleGraphs.Make(name).Explanation);
        await opened.Press("End");
        await opened.Page.ClickAsync("#check");
        (await opened.Text("#check-summary")).ShouldEndWith("all agree.");
        (await opened.Count(".verdict.agrees")).ShouldBeGreaterThan(0);
        (await opened.Count(".verdict.differs")).ShouldBe(0);
        await opened.Press("c");
        (await opened.Count("#parameters .verdict")).ShouldBe(0);
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task A_wrong_gradient_is_seen()
    {
        using var recording = Explanation.Record();
        var w = Tensor.From([0.5, 0.25]).WithGrad().Named("w");
        var loss = w.StraightThrough(w * w * w).Sum();
        loss.Backward();
        await using var opened = await OpenedPage.Of(loss.Explain());
        await opened.Press("End");
        await opened.Press("c");
        (await opened.Text("#check-summary")).ShouldContain("differ");
        (await opened.Count(".verdict.differs")).ShouldBeGreaterThan(0);
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task Modules_close_into_boxes_and_open_by_mouse_and_keyboard()
    {
        await using var opened = await OpenedPage.Of(SampleGraphs.Make("skip").Explanation);
        (await opened.Count(".frame")).ShouldBe(8);
        var all = await opened.Count(".item");
        await opened.Page.ClickAsync("#close-all");
        (await opened.Count(".item.box")).ShouldBe(1);
        (await opened.Count(".item")).ShouldBeLessThan(all);
        await opened.Page.ClickAsync(".item.box");
        (await opened.Count(".item.box")).ShouldBe(3);
        await opened.Page.FocusAsync("[data-group='SkipNet.First'].box");
        await opened.Press("Enter");
        (await opened.Count("[data-group='SkipNet.First.In'].box")).ShouldBe(1);
        await opened.Page.FocusAsync("[data-group='SkipNet.First'].handle");
        await opened.Press(" ");
        (await opened.Count("[data-group='SkipNet.First'].box")).ShouldBe(1);
        await opened.Press("o");
        (await opened.Count(".item")).ShouldBe(all);
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task The_keyboard_reaches_everything()
    {
        await using var opened = await OpenedPage.Of(SampleGraphs.Make("chain").Explanation);
        await opened.Press("Tab");
        await opened.Press("Tab");
        (await opened.Page.EvaluateAsync<string>("() => document.activeElement.tagName")).ShouldBe("BUTTON");
        await opened.Press("Enter");
        await opened.Press("ArrowRight");
        (await opened.Text("#step-label")).ShouldStartWith("Forward");
        var reached = new HashSet<string>();
        for (var i = 0; i < 30; i++)
        {
            await opened.Press("Tab");
            reached.Add(await opened.Page.EvaluateAsync<string>("() => document.activeElement.dataset.node ?? document.activeElement.id"));
        }
        reached.ShouldContain("check");
        reached.ShouldContain("fit");
        Enumerable.Range(0, 10).ShouldAllBe(id => reached.Contains($"{id}"));
        await opened.Page.FocusAsync("[data-node='6']");
        await opened.Press("Enter");
        (await opened.Text("#step-label")).ShouldContain("p");
        foreach (var key in new[] { "End", "+", "-", "f", "Home" }) await opened.Press(key);
        (await opened.Text("#step-label")).ShouldBe("Inputs");
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task A_fan_out_shows_each_path_in_its_colour_and_their_sum()
    {
        using var recording = Explanation.Record();
        var a = Tensor.Scalar(3.0).WithGrad().Named("a");
        var loss = a * a + a.Exp();
        loss.Backward();
        await using var opened = await OpenedPage.Of(loss.Explain());
        await opened.Press("End");
        await opened.Page.ClickAsync("[data-node='0']");
        (await opened.Count("#parameters .path")).ShouldBe(3);
        var colours = await opened.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#parameters .path')].map(p => p.style.getPropertyValue('--path'))");
        colours.Distinct().Count().ShouldBe(3);
        (await opened.Numbers("#parameters", "sum to a")).ShouldBe([a.Grad!.Item<double>()]);
        (await opened.Count(".path-number:not(:empty)")).ShouldBe(3);
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task A_hundred_thousand_nodes_open_closed()
    {
        var sample = SampleGraphs.Make("large");
        sample.Explanation.Nodes.Count.ShouldBeGreaterThan(99_000);
        await using var opened = await OpenedPage.Of(sample.Explanation);
        (await opened.Count(".item")).ShouldBeLessThan(60);
        await opened.Press("End");
        (await opened.Numbers("#parameters", "gradient of x")).ShouldBe(sample.Gradients["x"]);
        await opened.Press("c");
        (await opened.Text("#check-summary")).ShouldContain("nodes");
        var boxes = await opened.Count(".item.box");
        await opened.Page.FocusAsync(".item.box");
        await opened.Press("Enter");
        (await opened.Count(".item")).ShouldBeGreaterThan(boxes);
        opened.ShouldBeQuiet();
    }

    [Test, Explicit("a time, on a machine that does nothing else"), Category("Full")]
    public async Task A_hundred_thousand_nodes_open_in_under_two_seconds()
    {
        await using var opened = await OpenedPage.Of(SampleGraphs.Make("large").Explanation);
        TestContext.Out.WriteLine($"{opened.Milliseconds:F0} ms");
        opened.Milliseconds.ShouldBeLessThan(2000);
    }

    [Test]
    public async Task Markup_in_names_never_runs()
    {
        const string evil = "<img src=x onerror=\"window.ran=1\"></script><script>window.ran=1</script>";
        using var recording = Explanation.Record();
        Tensor loss;
        using (NameScope.Enter("<b onclick=1>Net")) loss = Tensor.Scalar(2.0).WithGrad().Named(evil).Square().Named($"\"'`${{window.ran=1}}{evil}");
        loss.Backward();
        await using var opened = await OpenedPage.Of(loss.Explain());
        for (var i = 0; i < 3; i++) await opened.Press("ArrowRight");
        await opened.Press("c");
        (await opened.Page.EvaluateAsync<bool>("() => window.ran === undefined && document.querySelectorAll('img, b[onclick]').length === 0")).ShouldBeTrue();
        (await opened.Text("#parameters")).ShouldContain(evil);
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task NaN_is_marked_where_it_arose()
    {
        using var recording = Explanation.Record();
        var x = Tensor.From([-1.0, 1.0]).WithGrad().Named("x");
        var loss = x.Log().Named("y").Sum();
        loss.Backward();
        await using var opened = await OpenedPage.Of(loss.Explain());
        await opened.Press("ArrowRight");
        (await opened.Text(".warning.origin")).ShouldContain("NaN or infinity arises here");
        (await opened.Count(".item.broken")).ShouldBe(1);
        (await opened.Text("#details .cell.broken")).ShouldBe("NaN");
        await opened.Press("ArrowRight");
        (await opened.Count(".warning.origin")).ShouldBe(0);
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task Before_Backward_the_page_says_so()
    {
        using var recording = Explanation.Record();
        var loss = Tensor.Scalar(2.0).WithGrad().Named("w").Square();
        await using var opened = await OpenedPage.Of(loss.Explain());
        (await opened.Text("#not-run")).ShouldBe("Backward() has not run: there are no gradients yet.");
        await opened.Press("End");
        (await opened.Text("#parameters")).ShouldContain("Backward() has not run");
        (await opened.Page.GetAttributeAsync("#slider", "max")).ShouldBe("1");
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task Values_show_on_hover_and_on_paper_all_steps_stand()
    {
        await using var opened = await OpenedPage.Of(SampleGraphs.Make("xor").Explanation);
        await opened.Press("ArrowRight");
        (await opened.Page.GetAttributeAsync("#details .cell >> nth=1", "title")).ShouldStartWith("row 0, column 1: ");
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ReducedMotion = ReducedMotion.Reduce });
        await opened.Page.EvaluateAsync("() => window.dispatchEvent(new Event('beforeprint'))");
        (await opened.Count("#printed article")).ShouldBe(int.Parse((await opened.Page.GetAttributeAsync("#slider", "max"))!));
        (await opened.Page.IsVisibleAsync(".bar")).ShouldBeFalse();
        (await opened.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.item rect')).transitionProperty")).ShouldBe("none");
        opened.ShouldBeQuiet();
    }

    [Test]
    public async Task A_narrow_window_shows_everything_without_scrolling_sideways([Values(420, 1280)] int width)
    {
        await using var opened = await OpenedPage.Of(SampleGraphs.Make("attention").Explanation, width, 900);
        for (var i = 0; i < 20; i++)
        {
            await opened.Press("ArrowRight");
            (await opened.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth && document.querySelector('#steps').scrollWidth <= document.querySelector('#steps').clientWidth + 1")).ShouldBeTrue($"step {i + 1}");
        }
        opened.ShouldBeQuiet();
    }
}
