using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AutoGrad.Diagnostics;

/// <summary>An explanation as JSON. What is absent or empty is left out; a tensor without axes is a number.</summary>
internal static class ExplanationJson
{
    // formulas stay readable; what could be taken for markup is escaped
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(Explanation explanation, int mostElements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostElements);
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteNumber("result", explanation.Result);
            json.WriteBoolean("hasGradients", explanation.HasGradients);
            Text(json, "gradientNote", explanation.GradientNote);
            Text(json, "checkNote", explanation.CheckNote);
            json.WriteStartArray("nodes");
            foreach (var node in explanation.Nodes) Write(json, node, mostElements);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ExplainedNode node, int mostElements)
    {
        json.WriteStartObject();
        json.WriteNumber("id", node.Id);
        json.WriteString("kind", node.Kind switch { ExplainedKind.Leaf => "leaf", ExplainedKind.Constant => "constant", _ => "result" });
        json.WriteString("name", node.Name);
        if (node.IsNamed) json.WriteBoolean("named", true);
        Text(json, "op", node.Op);
        Text(json, "formula", node.Formula);
        Text(json, "module", node.Module);
        Shape(json, node.Shape);
        json.WriteString("dtype", $"{node.DType}");
        Tensor(json, "value", node.Value, mostElements);
        Tensor(json, "gradient", node.Gradient, mostElements);
        if (node.IsNonFiniteOrigin) json.WriteBoolean("nonFiniteOrigin", true);
        if (node.Inputs.Count > 0)
        {
            json.WriteStartArray("inputs");
            foreach (var input in node.Inputs) Write(json, input, mostElements);
            json.WriteEndArray();
        }
        if (node.Paths.Count > 0)
        {
            json.WriteStartArray("paths");
            foreach (var path in node.Paths)
            {
                json.WriteStartArray();
                json.WriteNumberValue(path.Node);
                json.WriteNumberValue(path.Input);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        if (node.Check is { Reason: "" } check) Write(json, check);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExplainedInput input, int mostElements)
    {
        json.WriteStartObject();
        json.WriteNumber("node", input.Node);
        Text(json, "rule", input.Rule);
        Text(json, "shapes", input.Shapes);
        Tensor(json, "derivative", input.Derivative, mostElements);
        Tensor(json, "product", input.Product, mostElements);
        if (input.IsNonFiniteOrigin) json.WriteBoolean("nonFiniteOrigin", true);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExplainedCheck check)
    {
        json.WriteStartObject("check");
        json.WriteBoolean("agrees", check.Agrees);
        json.WriteStartArray("positions");
        foreach (var position in check.Positions) json.WriteNumberValue(position);
        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (var difference in check.Differences) Number(json, difference);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Tensor(Utf8JsonWriter json, string name, ExplainedTensor? tensor, int mostElements)
    {
        if (tensor is null) return;
        if (tensor.Shape.Rank == 0 && mostElements > 0)
        {
            json.WritePropertyName(name);
            Number(json, tensor.Elements[0]);
            return;
        }
        json.WriteStartObject(name);
        Shape(json, tensor.Shape);
        json.WriteStartArray("data");
        foreach (var element in tensor.Elements.Take(mostElements)) Number(json, element);
        json.WriteEndArray();
        if (tensor.Elements.Count > mostElements)
        {
            var finite = tensor.Elements.Where(double.IsFinite).ToArray();
            json.WriteNumber("size", tensor.Elements.Count);
            if (finite.Length > 0)
            {
                json.WriteNumber("min", finite.Min());
                json.WriteNumber("max", finite.Max());
            }
        }
        if (tensor.NonFinite > 0) json.WriteNumber("nonFinite", tensor.NonFinite);
        json.WriteEndObject();
    }

    private static void Shape(Utf8JsonWriter json, Shape shape)
    {
        json.WriteStartArray("shape");
        foreach (var extent in shape) json.WriteNumberValue(extent);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0) json.WriteString(name, text);
    }
}
