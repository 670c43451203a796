using System.Globalization;
using System.Text;

namespace AutoGrad.Nn;

/// <summary>What a model is made of and what a step costs; see <see cref="Layer.Summary"/>.</summary>
public sealed class ModelSummary
{
    internal ModelSummary(Shape? input, IReadOnlyList<LayerSummary> layers, long parameters, long trainable, long parameterBytes, long gradientBytes, long activationBytes)
    {
        (Input, Layers, Parameters, TrainableParameters) = (input, layers, parameters, trainable);
        (ParameterBytes, GradientBytes, ActivationBytes) = (parameterBytes, gradientBytes, activationBytes);
        foreach (var layer in layers) MultiplyAdds += layer.MultiplyAdds;
    }

    /// <summary>The shape of the input; null where several were given.</summary>
    public Shape? Input { get; }

    /// <summary>The model and every module inside it, outer before inner.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>The shape of the model's output; null where it is not one tensor.</summary>
    public Shape? Output => Layers[0].Output;

    /// <summary>Elements of all parameters.</summary>
    public long Parameters { get; }

    /// <summary>Elements of the parameters that are not frozen.</summary>
    public long TrainableParameters { get; }

    /// <summary>Multiplications with an addition of one forward pass; a backward pass takes about twice as many.</summary>
    public long MultiplyAdds { get; }

    /// <summary>Memory of parameters and buffers, in bytes.</summary>
    public long ParameterBytes { get; }

    /// <summary>Memory of the gradients of the parameters that are not frozen, in bytes.</summary>
    public long GradientBytes { get; }

    /// <summary>Memory of what a forward pass keeps for the backward pass, in bytes; the input not counted.</summary>
    public long ActivationBytes { get; }

    /// <summary>Memory of one training step, in bytes: parameters, their gradients, and what is kept for the backward pass. What an optimizer remembers comes on top (one copy of the parameters for momentum, two for Adam).</summary>
    public long TrainingBytes => ParameterBytes + GradientBytes + ActivationBytes;

    /// <summary>A table with one line a module, and the sums.</summary>
    public override string ToString()
    {
        string[] heads = ["layer", "type", "output", "parameters", "multiply-adds"];
        var rows = new List<string[]>();
        foreach (var layer in Layers)
            rows.Add([layer.Path.Length == 0 ? "(model)" : layer.Path, layer.Type, layer.Output?.ToString() ?? "-", Number(layer.Parameters), Number(layer.MultiplyAdds)]);
        var widths = new int[heads.Length];
        for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(heads[i].Length, rows.Max(row => row[i].Length));
        var text = new StringBuilder();
        Line(text, heads, widths);
        foreach (var row in rows) Line(text, row, widths);
        text.Append($"parameters {Number(Parameters)}, trainable {Number(TrainableParameters)}; multiply-adds {Number(MultiplyAdds)}\n");
        text.Append($"one training step: {Bytes(TrainingBytes)} (parameters {Bytes(ParameterBytes)}, gradients {Bytes(GradientBytes)}, kept for the backward pass {Bytes(ActivationBytes)})");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++) line.Append(i < 3 ? cells[i].PadRight(widths[i]) : cells[i].PadLeft(widths[i])).Append("  ");
        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < units.Length - 1; unit++) size /= 1000;
        return size.ToString(unit == 0 ? "0" : "0.00", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
