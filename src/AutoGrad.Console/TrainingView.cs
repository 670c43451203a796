using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AutoGrad.Training;

/// <summary>What <see cref="TerminalProgress"/> draws.</summary>
internal sealed class TrainingView
{
    private const int Lines = 12, BarWidth = 30;

    private readonly Queue<EpochResult> _finished = [];
    private TrainingProgress _now;

    public void Add(in TrainingProgress value)
    {
        _now = value;
        if (value.Finished is not { } result) return;
        _finished.Enqueue(result);
        if (_finished.Count > Lines) _finished.Dequeue();
    }

    public IRenderable Render()
    {
        var names = _finished.SelectMany(e => e.Evaluation?.Metrics.Keys ?? []).Distinct().ToArray();
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("epoch", "loss", "held out");
        foreach (var name in names) table.AddColumn(Markup.Escape(name));
        foreach (var epoch in _finished)
            table.AddRow([
                epoch.Epoch.ToString(CultureInfo.InvariantCulture), Number(epoch.Loss), Number(epoch.Evaluation?.Loss),
                .. names.Select(name => epoch.Evaluation?.Metrics.TryGetValue(name, out var figure) == true ? Number(figure) : "")]);
        return new Rows(table, new Markup(Status()));
    }

    private string Status()
    {
        var share = _now.Batches is { } all and > 0 ? Math.Clamp((double)_now.Batch / all, 0, 1) : 0;
        var full = (int)Math.Round(share * BarWidth);
        var bar = _now.Batches is null ? $"batch {_now.Batch}" : $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] {_now.Batch}/{_now.Batches}";
        var norm = _now.GradientNorm is { } length ? $"  gradient {Number(length)}" : "";
        return $"epoch {_now.Epoch}/{_now.Epochs}  {bar}  step {_now.Step}  loss [bold]{Number(_now.Loss)}[/]  rate {Number(_now.LearningRate)}{norm}  {Number(_now.StepsPerSecond)} steps/s";
    }

    private static string Number(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "";
}
