using System.Globalization;
using System.Text.Json;
using AutoGrad.Diagnostics;
using Microsoft.Playwright;

namespace AutoGrad.Visualization.Tests;

/// <summary>An explanation opened from a file, with everything the page says to its console and every request it makes.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"autograd-{Guid.NewGuid():N}.html");
    private readonly List<string> _errors = [], _requests = [];
    private readonly IBrowserContext _context;

    private OpenedPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Until the page could be used.</summary>
    public double Milliseconds { get; private set; }

    public static async Task<OpenedPage> Of(Explanation explanation, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await Browser.Open(width, height, scheme);
        var opened = new OpenedPage(context, await context.NewPageAsync());
        explanation.SaveHtml(opened._file);
        var address = new Uri(opened._file).AbsoluteUri;
        opened.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") opened._errors.Add(message.Text);
        };
        opened.Page.PageError += (_, error) => opened._errors.Add(error);
        opened.Page.Request += (_, request) =>
        {
            if (request.Url != address && !request.Url.StartsWith("data:", StringComparison.Ordinal)) opened._requests.Add(request.Url);
        };
        await opened.Page.GotoAsync(address);
        await opened.Page.WaitForSelectorAsync("html[data-ready=true]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        opened.Milliseconds = await opened.Page.EvaluateAsync<double>("() => performance.now()");
        return opened;
    }

    /// <summary>Nothing was reported to the console, and nothing was asked of any network.</summary>
    public void ShouldBeQuiet()
    {
        _errors.ShouldBeEmpty();
        _requests.ShouldBeEmpty();
    }

    /// <summary>Goes on or back by one step.</summary>
    public Task Press(string key) => Page.Keyboard.PressAsync(key);

    public Task<string> Text(string selector) => Page.Locator(selector).First.InnerTextAsync();

    public Task<int> Count(string selector) => Page.Locator(selector).CountAsync();

    /// <summary>The numbers the page shows under a label, in full; null where it shows none.</summary>
    public async Task<double[]?> Numbers(string within, string label)
    {
        var found = Page.Locator($"{within} [data-label=\"{label}\"]");
        if (await found.CountAsync() == 0) return null;
        if (await found.First.GetAttributeAsync("data-value") is { } one) return [Number(one)];
        return [.. JsonDocument.Parse((await found.First.GetAttributeAsync("data-values"))!).RootElement.EnumerateArray().Select(e => Number(e.GetString()!))];
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        File.Delete(_file);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
