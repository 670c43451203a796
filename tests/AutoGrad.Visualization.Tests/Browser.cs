using Microsoft.Playwright;

namespace AutoGrad.Visualization.Tests;

/// <summary>The system's chromium, started once for all tests. Where it is not installed, tests say so and are skipped.</summary>
[SetUpFixture]
internal sealed class Browser
{
    private const string Executable = "/usr/bin/chromium";

    private static IPlaywright? s_playwright;
    private static IBrowser? s_browser;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!File.Exists(Executable)) return;
        s_playwright = await Playwright.CreateAsync();
        s_browser = await s_playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (s_browser is not null) await s_browser.CloseAsync();
        s_playwright?.Dispose();
    }

    /// <summary>A fresh window.</summary>
    public static async Task<IBrowserContext> Open(int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        if (s_browser is null) Assert.Ignore($"There is no {Executable} here: apt-get install chromium.");
        return await s_browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme });
    }
}
