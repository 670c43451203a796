using System.Diagnostics;
using Spectre.Console;

namespace AutoGrad.Training;

/// <summary>Shows a training live in a terminal: a bar of the epoch, its loss, and a table of the epochs before. Elsewhere, plain lines.</summary>
/// <remarks>
/// <code>
/// var result = TerminalProgress.Show(progress => new Trainer(model, loss, optimizer) { Progress = progress }.Fit(data, epochs: 10));
/// </code>
/// The picture is drawn ten times a second at most.
/// </remarks>
public sealed class TerminalProgress : IProgress<TrainingProgress>
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly LiveDisplayContext _display;
    private readonly TrainingView _view = new();
    private long _drawn;

    private TerminalProgress(LiveDisplayContext display) => _display = display;

    /// <summary>Runs a training and shows it.</summary>
    /// <typeparam name="T">What the training returns.</typeparam>
    /// <param name="train">Trains, and reports to the progress it is given.</param>
    /// <param name="console">Where to show it; null for the process's terminal. One that is not interactive gets a line an epoch.</param>
    /// <returns>What <paramref name="train"/> returns.</returns>
    public static T Show<T>(Func<IProgress<TrainingProgress>, T> train, IAnsiConsole? console = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        console ??= AnsiConsole.Console;
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi) return train(new PlainProgress(console.Profile.Out.Writer));
        return console.Live(new Text("")).Start(display =>
        {
            var progress = new TerminalProgress(display);
            var result = train(progress);
            progress.Draw();
            return result;
        });
    }

    /// <summary>Takes note, and draws if it is time.</summary>
    /// <param name="value">Where the training stands.</param>
    public void Report(TrainingProgress value)
    {
        _view.Add(value);
        if (value.Finished is not null || _drawn == 0 || Stopwatch.GetElapsedTime(_drawn) >= s_pause) Draw();
    }

    private void Draw()
    {
        _drawn = Stopwatch.GetTimestamp();
        _display.UpdateTarget(_view.Render());
        _display.Refresh();
    }
}
