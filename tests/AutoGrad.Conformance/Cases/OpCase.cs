using System.Text.Json;
using AutoGrad.Conformance.Expressions;

namespace AutoGrad.Conformance.Cases;

/// <summary>A torch expression with its inputs, outputs and gradients.</summary>
internal sealed class OpCase : ConformanceCase
{
    private readonly HashSet<string> _words = [];
    private Shape[] _operands = [];

    private OpCase() { }

    /// <summary>The expression as torch evaluated it.</summary>
    public required string Text { get; init; }

    /// <summary>The parsed expression.</summary>
    public required Lazy<Expression> Tree { get; init; }

    /// <summary>The inputs, and which of them require a gradient.</summary>
    public required (string Name, TensorData Data, bool RequiresGrad)[] Inputs { get; init; }

    /// <summary>The other variables of the expression.</summary>
    public required Dictionary<string, object?> Parameters { get; init; }

    /// <summary>One an output: its upstream gradient; null for one that is not differentiable.</summary>
    public required TensorData?[] Upstream { get; init; }

    /// <summary>One a differentiable input: what the Hessian is multiplied by; null for no second order.</summary>
    public required TensorData[]? Directions { get; init; }

    public override IEnumerable<string> Words
    {
        get { lock (_words) return [Op, .. _words]; }
    }

    public override IEnumerable<Shape> Operands
    {
        get { lock (_words) return _operands; }
    }

    /// <summary>Reads one line of a file of op cases.</summary>
    public static OpCase Read(JsonElement json)
    {
        var fails = json.GetProperty("expect").GetString() == "error";
        var text = json.GetProperty("expr").GetString()!;
        (string Name, TensorData Data, bool RequiresGrad)[] inputs = [.. json.GetProperty("inputs").EnumerateArray().Select(i => (i.GetProperty("name").GetString()!, TensorData.Read(i), i.GetProperty("requires_grad").GetBoolean()))];
        var differentiable = inputs.Where(i => i.RequiresGrad).ToArray();
        var hvp = json.TryGetProperty("hvp", out var h) ? h : (JsonElement?)null;
        TensorData[]? Vectors(string name) => hvp is { } given && given.TryGetProperty(name, out var lists)
            ? [.. lists.EnumerateArray().Where(l => l.ValueKind != JsonValueKind.Null).Zip(differentiable, (l, i) => i.Data with { Values = TensorData.Numbers(l) })]
            : null;
        return new OpCase
        {
            Id = json.GetProperty("id").GetString()!,
            Op = json.GetProperty("op").GetString()!,
            Variant = json.GetProperty("variant").GetString()!,
            Convention = json.TryGetProperty("convention", out var convention) ? convention.GetString() : null,
            ExpectsError = fails,
            Text = text,
            Tree = new Lazy<Expression>(() => Parser.Parse(text)),
            Inputs = inputs,
            Parameters = json.GetProperty("params").EnumerateObject().ToDictionary(p => p.Name, p => Parameter(p.Value)),
            Upstream = fails ? [] : [.. json.GetProperty("grad_outputs").EnumerateArray().Select(g => g.ValueKind == JsonValueKind.Null ? null : TensorData.Read(g))],
            Directions = Vectors("v"),
            Tolerances = Limits(json, fails),
            Expected = fails ? [] : [.. Results(json, inputs, hvp is null ? null : Vectors("result") ?? [.. differentiable.Select(i => i.Data.Zeros())])],
        };
    }

    public override IReadOnlyList<Tensor?> Observe(DType floating, bool inside)
    {
        var evaluator = new Evaluator(floating);
        var variables = new Dictionary<string, object?>(Parameters);
        var leaves = new List<Tensor>();
        foreach (var (name, data, requiresGrad) in Inputs)
        {
            var tensor = data.ToTensor(floating, inside);
            if (requiresGrad) leaves.Add(tensor.WithGrad());
            variables[name] = tensor;
        }
        Tensor[] outputs;
        try
        {
            outputs = evaluator.Evaluate(Tree.Value, variables) switch
            {
                Tensor one => [one],
                object?[] several when several.All(v => v is Tensor) => Array.ConvertAll(several, v => (Tensor)v!),
                _ when ExpectsError => [],
                var other => throw new UnsupportedException(Op, $"the result is {other ?? "None"}, no tensor"),
            };
        }
        finally
        {
            lock (_words)
            {
                _words.UnionWith(evaluator.Called);
                _operands = Array.ConvertAll(evaluator.Operands, t => t.Shape);
            }
        }
        if (ExpectsError) return outputs;
        var roots = Enumerable.Range(0, Math.Min(outputs.Length, Upstream.Length)).Where(i => Upstream[i] is not null && outputs[i].RequiresGrad).ToArray();
        if (Upstream.All(g => g is null)) return outputs;
        return [.. outputs, .. Differentiate(Array.ConvertAll(roots, i => outputs[i]), Array.ConvertAll(roots, i => Upstream[i]!.ToTensor(floating)), [.. leaves], Directions is null ? null : Array.ConvertAll(Directions, d => d.ToTensor(floating)))];
    }

    private static IEnumerable<Expectation> Results(JsonElement json, (string Name, TensorData Data, bool RequiresGrad)[] inputs, TensorData[]? hvp)
    {
        var k = 0;
        foreach (var output in json.GetProperty("outputs").EnumerateArray()) yield return new($"output {k++}", TensorData.Read(output));
        var gradients = json.GetProperty("grads").EnumerateArray().Zip(inputs).Where(p => p.First.ValueKind != JsonValueKind.Null)
            .Select(p => (p.Second.Name, Data: TensorData.Read(p.First), Missing: p.First.TryGetProperty("undefined", out _))).ToArray();
        foreach (var (name, data, missing) in gradients) yield return new($"gradient of {name}", data, missing);
        if (hvp is null || gradients.Length == 0) yield break;
        foreach (var (name, data, missing) in gradients) yield return new($"recorded gradient of {name}", data, missing);
        foreach (var ((name, _, _), data) in gradients.Zip(hvp)) yield return new($"Hessian-vector product of {name}", data);
    }

    private static Dictionary<DType, Tolerance> Limits(JsonElement json, bool fails)
    {
        if (fails) return new() { [DType.Float64] = default, [DType.Float32] = default };
        var limits = new Dictionary<DType, Tolerance> { [DType.Float64] = new(json.GetProperty("rtol").GetDouble(), json.GetProperty("atol").GetDouble()) };
        if (json.GetProperty("f32_rtol").ValueKind == JsonValueKind.Number) limits[DType.Float32] = new(json.GetProperty("f32_rtol").GetDouble(), json.GetProperty("f32_atol").GetDouble());
        return limits;
    }

    private static object? Parameter(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => value.EnumerateArray().Select(Parameter).ToArray(),
        // 2 is a whole number and 2.0 is not, as in Python
        JsonValueKind.Number => value.TryGetInt64(out var whole) && !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? whole : (object)value.GetDouble(),
        _ => throw new FormatException($"a parameter is {value.ValueKind}"),
    };
}
