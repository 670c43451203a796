using System.Text.Json;
using AutoGrad.Nn;

namespace AutoGrad.Conformance.Cases;

/// <summary>The small network of a training file: two hidden layers and four classes, with its data and first weights.</summary>
/// <param name="json">The file.</param>
internal sealed class TrainingProblem(JsonElement json)
{
    private static readonly string[] s_names = ["l1.weight", "l1.bias", "l2.weight", "l2.bias", "l3.weight", "l3.bias"];

    private readonly TensorData _x = TensorData.Read(json.GetProperty("x"));
    private readonly long[] _labels = [.. json.GetProperty("labels").EnumerateArray().Select(e => e.GetInt64())];
    private readonly TensorData[] _weights = [.. s_names.Select(name => TensorData.Read(json.GetProperty("weights").GetProperty(name)))];

    /// <summary>How close losses and weights must come.</summary>
    public Dictionary<DType, Tolerance> Tolerances { get; } = new() { [DType.Float64] = new(json.GetProperty("rtol").GetDouble(), json.GetProperty("atol").GetDouble()) };

    /// <summary>The class of each row.</summary>
    public Tensor Labels => Tensor.From(_labels);

    /// <summary>The inputs, [rows, 3].</summary>
    public Tensor Inputs(bool inside) => _x.ToTensor(DType.Float64, inside);

    /// <summary>Fresh parameters.</summary>
    public Parameter[] Parameters() => Array.ConvertAll(_weights, w => new Parameter(w.ToTensor(DType.Float64)));

    /// <summary>The logits of some rows.</summary>
    public static Tensor Net(Tensor x, Tensor[] p)
    {
        var h = (x.MatMul(p[0], transposeB: true) + p[1]).Tanh();
        h = (h.MatMul(p[2], transposeB: true) + p[3]).Relu();
        return h.MatMul(p[4], transposeB: true) + p[5];
    }

    /// <summary>What a run expects of the parameters at its end.</summary>
    public static IEnumerable<Expectation> Final(JsonElement run) => s_names.Select(name => new Expectation($"final {name}", TensorData.Read(run.GetProperty("final").GetProperty(name))));
}
