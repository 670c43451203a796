using System.Text.Json;

namespace AutoGrad.Conformance.Cases;

/// <summary>A random graph: leaves, nodes that name their inputs by number, and the sum of the roots' elements.</summary>
internal sealed class GraphCase : ConformanceCase
{
    private GraphCase() { }

    /// <summary>The leaves; all require a gradient.</summary>
    public required TensorData[] Leaves { get; init; }

    /// <summary>The nodes in order; inputs are numbered with the leaves first.</summary>
    public required (string Op, int[] Inputs, JsonElement Arguments)[] Nodes { get; init; }

    /// <summary>The nodes whose elements are summed.</summary>
    public required int[] Roots { get; init; }

    /// <summary>One a leaf: what the Hessian is multiplied by.</summary>
    public required TensorData[] Directions { get; init; }

    /// <summary>Reads one line of a file of graphs.</summary>
    public static GraphCase Read(JsonElement json)
    {
        TensorData[] List(string name) => [.. json.GetProperty(name).EnumerateArray().Select(TensorData.Read)];
        return new GraphCase
        {
            Id = json.GetProperty("id").GetString()!,
            Op = "graph",
            Leaves = List("leaves"),
            Nodes = [.. json.GetProperty("nodes").EnumerateArray().Select(n => (n.GetProperty("op").GetString()!, Integers(n.GetProperty("in")), n.GetProperty("args").Clone()))],
            Roots = Integers(json.GetProperty("roots")),
            Directions = List("v"),
            Tolerances = new Dictionary<DType, Tolerance> { [DType.Float64] = new(json.GetProperty("rtol").GetDouble(), json.GetProperty("atol").GetDouble()) },
            Expected =
            [
                new("value", new TensorData(DType.Float64, [], [json.GetProperty("value").GetDouble()])),
                .. List("grads").Select((g, i) => new Expectation($"gradient of leaf {i}", g, MayBeMissing: true)),
                .. List("grads").Select((g, i) => new Expectation($"recorded gradient of leaf {i}", g, MayBeMissing: true)),
                .. List("hvp").Select((g, i) => new Expectation($"Hessian-vector product of leaf {i}", g)),
            ],
        };
    }

    public override IReadOnlyList<Tensor?> Observe(DType floating, bool inside)
    {
        var leaves = Array.ConvertAll(Leaves, l => l.ToTensor(floating, inside).WithGrad());
        var values = new List<Tensor>(leaves);
        foreach (var (op, inputs, arguments) in Nodes) values.Add(Run(op, Array.ConvertAll(inputs, i => values[i]), arguments));
        var total = Roots.Select(r => values[r].Sum()).Aggregate((a, b) => a + b);
        return [total, .. Differentiate([total], [Tensor.OnesLike(total)], leaves, Array.ConvertAll(Directions, d => d.ToTensor(floating)))];
    }

    private static Tensor Run(string op, Tensor[] x, JsonElement a) => op switch
    {
        "add" => x[0] + x[1],
        "sub" => x[0] - x[1],
        "mul" => x[0] * x[1],
        "div" => x[0] / (1 + x[1] * x[1]),
        "neg" => -x[0],
        "sin" => x[0].Sin(),
        "cos" => x[0].Cos(),
        "tanh" => x[0].Tanh(),
        "sigmoid" => x[0].Sigmoid(),
        "exp" => (0.25 * x[0]).Exp(),
        "log" => (1 + x[0] * x[0]).Log(),
        "sqrt" => (1 + x[0] * x[0]).Sqrt(),
        "square" => x[0].Square(),
        "softplus" => x[0].Softplus(),
        "matmul" => x[0].MatMul(x[1]),
        "sum" => x[0].Sum(Axis(a), KeepDims(a)),
        "mean" => x[0].Mean(Axis(a), KeepDims(a)),
        "logsumexp" => x[0].LogSumExp(Axis(a), KeepDims(a)),
        "softmax" => x[0].Softmax(Axis(a)),
        "transpose" => x[0].Transpose(0, 1),
        "reshape" => x[0].Reshape(Integers(a.GetProperty("shape"))),
        "expand" => x[0].Expand(new Shape(Integers(a.GetProperty("shape")))),
        "cat" => Tensor.Concat(x, Axis(a)),
        "slice" => x[0].Narrow(Axis(a), a.GetProperty("start").GetInt32(), a.GetProperty("stop").GetInt32() - a.GetProperty("start").GetInt32()),
        "index_select" => x[0].IndexSelect(Axis(a), Tensor.From(Integers(a.GetProperty("index")))),
        "where_gt0" => Tensor.Where(x[0] > 0, x[1], x[2]),
        "max_dim" => x[0].MaxWithIndices(Axis(a)).Item1,
        "cumsum" => x[0].Cumsum(Axis(a)),
        "detach" => x[0].Detach(),
        "scale" => x[0] * a.GetProperty("c").GetDouble(),
        _ => throw new Expressions.UnsupportedException($"graph node {op}"),
    };

    private static int Axis(JsonElement arguments) => arguments.GetProperty("dim").GetInt32();

    private static bool KeepDims(JsonElement arguments) => arguments.GetProperty("keepdim").GetBoolean();

    private static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetInt32())];
}
