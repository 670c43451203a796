using System.Globalization;
using System.Text;

namespace AutoGrad;

/// <summary>Writes a graph as a C# program.</summary>
internal static class FuzzSnippet
{
    /// <summary>The program; it ends with the gradient check, or prints the outputs where it is not the gradient that is wrong.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">How its gradients are checked; null for the defaults.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">The same in words.</param>
    public static string Of(FuzzGraph graph, GradCheckOptions? options = null, FuzzFault fault = FuzzFault.Gradient, string message = "")
    {
        var (names, next, code) = (new string[graph.Nodes.Count], 0, new StringBuilder("Tensor[] F(Tensor[] x)\n{\n"));
        for (var i = 0; i < names.Length; i++)
        {
            var node = graph.Nodes[i];
            if (node.Candidate is not { } candidate)
            {
                names[i] = $"x[{next++}]";
                continue;
            }
            names[i] = $"t{i}";
            var operands = new string[node.Operands.Count];
            for (var k = 0; k < operands.Length; k++) operands[k] = names[node.Operands[k]];
            code.Append(CultureInfo.InvariantCulture, $"    var t{i} = {candidate.Code.Call(operands, node.Settings)};\n");
        }
        var outputs = new string[graph.Outputs.Count];
        for (var k = 0; k < outputs.Length; k++) outputs[k] = names[graph.Outputs[k]];
        code.Append(CultureInfo.InvariantCulture, $"    return [{string.Join(", ", outputs)}];\n}}\n\n");
        var inputs = new string[graph.Inputs.Count];
        for (var k = 0; k < inputs.Length; k++) inputs[k] = Input(graph.Inputs[k]);
        if (fault is FuzzFault.Value or FuzzFault.NotFinite or FuzzFault.FurtherCheck)
            return code.Append(CultureInfo.InvariantCulture, $"// {message.ReplaceLineEndings("\n// ")}\nforeach (var y in F([{string.Join(", ", inputs)}])) Console.WriteLine(y);\n").ToString();
        var settings = options is null ? "" : $", {Options(options)}";
        return code.Append(CultureInfo.InvariantCulture, $"GradCheck.Run(F, [{string.Join(", ", inputs)}]{settings}).ThrowIfFailed();\n").ToString();
    }

    private static string Input(Tensor x)
    {
        var text = new StringBuilder("Tensor.From(new double[] { ");
        var values = x.AsSpan<double>();
        for (var i = 0; i < values.Length; i++) text.Append(i == 0 ? "" : ", ").Append(Number(values[i]));
        return text.Append(" }, [").AppendJoin(", ", x.Shape.Extents.ToArray()).Append("])").ToString();
    }

    private static string Options(GradCheckOptions o)
    {
        var text = $"new GradCheckOptions {{ Order = {o.Order}, Seed = {o.Seed}, RelativeTolerance = {Number(o.RelativeTolerance)}, AbsoluteTolerance = {Number(o.AbsoluteTolerance)}";
        if (o.FullJacobian) text += ", FullJacobian = true";
        if (o.Step is { } step) text += $", Step = {Number(step)}";
        return text + $", Repetitions = {o.Repetitions} }}";
    }

    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : double.IsNaN(value) ? "double.NaN" : value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
}
