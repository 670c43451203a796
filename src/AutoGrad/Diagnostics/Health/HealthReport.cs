using System.Globalization;
using System.Text;

namespace AutoGrad.Diagnostics;

/// <summary>How a model fares: figures of each layer, and what is ill with what helps. Made by <see cref="GradientHealth"/>.</summary>
public sealed class HealthReport
{
    internal HealthReport(int steps, IReadOnlyList<LayerHealth> layers, IReadOnlyList<ActivationHealth> activations)
    {
        (Steps, Layers, Activations) = (steps, layers, activations);
        Findings = [.. layers.SelectMany(HealthRules.Of), .. activations.SelectMany(HealthRules.Of)];
    }

    /// <summary>Steps observed.</summary>
    public int Steps { get; }

    /// <summary>The layers that have parameters, in the model's order.</summary>
    public IReadOnlyList<LayerHealth> Layers { get; }

    /// <summary>The activations, in the order they ran.</summary>
    public IReadOnlyList<ActivationHealth> Activations { get; }

    /// <summary>What is ill; nothing for a healthy model.</summary>
    public IReadOnlyList<HealthFinding> Findings { get; }

    /// <summary>Whether nothing is ill.</summary>
    public bool IsHealthy => Findings.Count == 0;

    /// <summary>A table of the layers, one of the activations, and the findings.</summary>
    public override string ToString()
    {
        var (text, c) = (new StringBuilder(), CultureInfo.InvariantCulture);
        var width = Math.Max(5, Layers.Select(l => l.Layer.Length).Concat(Activations.Select(a => a.Layer.Length)).Max());
        text.Append($"{"layer".PadRight(width)}  weights  gradient  gradient/weights  of the last  update/weights\n");
        foreach (var l in Layers)
            text.Append(c, $"{l.Layer.PadRight(width)}  {l.WeightNorm,7:G3}  {l.GradientNorm,8:G3}  {l.GradientRatio,16:G3}  {l.RelativeGradient,11:G3}  {l.UpdateRatio,14:G3}\n");
        if (Activations.Count > 0) text.Append($"{"layer".PadRight(width)}  activation  units  dead  saturated\n");
        foreach (var a in Activations) text.Append(c, $"{a.Layer.PadRight(width)}  {a.Op,-10}  {a.Units,5}  {100 * a.Dead,3:F0}%  {100 * a.Saturated,8:F0}%\n");
        if (IsHealthy) text.Append("healthy\n");
        foreach (var finding in Findings) text.Append(finding).Append('\n');
        return text.ToString();
    }
}
