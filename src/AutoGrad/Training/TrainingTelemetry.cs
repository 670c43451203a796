using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AutoGrad.Training;

/// <summary>What a training tells <c>dotnet-counters</c>, OpenTelemetry and the like, under the name <c>AutoGrad</c>. Without a listener it costs nothing.</summary>
internal static class TrainingTelemetry
{
    private const string Source = "AutoGrad";

    private static readonly ActivitySource s_activities = new(Source);
    private static readonly Meter s_meter = new(Source);
    private static readonly Gauge<double> s_loss = s_meter.CreateGauge<double>("autograd.training.loss", description: "The loss of the latest step");
    private static readonly Gauge<double> s_norm = s_meter.CreateGauge<double>("autograd.training.gradient_norm", description: "The norm of all gradients before clipping");
    private static readonly Gauge<double> s_speed = s_meter.CreateGauge<double>("autograd.training.steps_per_second", "{step}/s", "Steps a second since the epoch began");
    private static readonly Counter<long> s_steps = s_meter.CreateCounter<long>("autograd.training.steps", "{step}", "Steps of the optimizer");
    private static readonly Gauge<long> s_nodes = s_meter.CreateGauge<long>("autograd.tape.nodes", "{node}", "Recorded ops of the latest step");
    private static readonly Gauge<long> s_bytes = s_meter.CreateGauge<long>("autograd.tape.bytes", "By", "Bytes kept for the backward pass of the latest step");

    /// <summary>Whether somebody wants the norm of the gradients.</summary>
    public static bool WantsNorm => s_norm.Enabled;

    /// <summary>Begins a piece of work that tracing shows; null without a listener.</summary>
    public static Activity? Start(string name) => s_activities.HasListeners() ? s_activities.StartActivity(name) : null;

    /// <summary>Tells what a loss was computed by, before its backward pass.</summary>
    public static void Tape(Tensor loss)
    {
        if (!s_nodes.Enabled && !s_bytes.Enabled) return;
        var report = AutoGrad.Tape.Report(loss);
        s_nodes.Record(report.Ops.Count);
        s_bytes.Record(report.SavedBytes);
    }

    /// <summary>Tells how a step went.</summary>
    public static void Step(double loss, double? norm, double stepsPerSecond)
    {
        if (s_loss.Enabled) s_loss.Record(loss);
        if (norm is { } length && s_norm.Enabled) s_norm.Record(length);
        if (s_speed.Enabled) s_speed.Record(stepsPerSecond);
        if (s_steps.Enabled) s_steps.Add(1);
    }
}
