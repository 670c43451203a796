using System.Text.Json;
using AutoGrad.Nn;
using AutoGrad.Tests.Golden;

namespace AutoGrad.Tests.Nn;

/// <summary>Layers with PyTorch's weights, under PyTorch's names, give PyTorch's outputs and gradients; see Golden/layers.py.</summary>
public class PyTorchLayerTests
{
    private const double Tolerance = 1e-10;

    private static readonly JsonElement s_cases = GoldenFile.Read("layers.json.gz").GetProperty("cases");

    private static IEnumerable<string> Names => s_cases.EnumerateObject().Select(c => c.Name);

    [TestCaseSource(nameof(Names))]
    public void A_layer_is_PyTorchs(string name)
    {
        var (module, call) = Built(name);
        var golden = s_cases.GetProperty(name);
        Load(module, golden.GetProperty("state"));
        var inputs = golden.GetProperty("inputs").EnumerateArray().Select(t => GoldenFile.Shaped(t).WithGrad()).ToArray();
        var outputs = call(inputs);
        outputs.Length.ShouldBe(golden.GetProperty("outputs").GetArrayLength());
        for (var i = 0; i < outputs.Length; i++) GoldenFile.ShouldEqual(outputs[i], GoldenFile.Shaped(golden.GetProperty("outputs")[i]), Tolerance, $"output {i}");

        outputs.Select(y => y.Square().Sum()).Aggregate((a, b) => a + b).Backward();
        for (var i = 0; i < inputs.Length; i++) GoldenFile.ShouldEqual(inputs[i].Grad!, GoldenFile.Shaped(golden.GetProperty("inputGrads")[i]), Tolerance, $"gradient of input {i}");
        var grads = golden.GetProperty("grads").EnumerateObject().ToDictionary(g => Ours(g.Name), g => GoldenFile.Shaped(g.Value));
        foreach (var (path, parameter) in module.NamedParameters()) GoldenFile.ShouldEqual(parameter.Grad!, grads[path], Tolerance, $"gradient of {path}");
        var buffers = golden.GetProperty("buffers").EnumerateObject().ToDictionary(b => Ours(b.Name), b => GoldenFile.Shaped(b.Value));
        foreach (var (path, buffer) in module.NamedBuffers().Where(b => b.Value.DType.IsFloating)) GoldenFile.ShouldEqual(buffer, buffers[path], Tolerance, path);
    }

    private static (Module Module, Func<Tensor[], Tensor[]> Call) Built(string name)
    {
        const DType Type = DType.Float64;
        const int E = 6, H = 2;
        var padding = Tensor.From([false, false, false, true, false, false, false, false], [2, 4]);
        switch (name)
        {
            case "mha.self":
                return Of(new MultiHeadAttention(E, H, dtype: Type));
            case "mha.causal":
                var causal = new MultiHeadAttention(E, H, batchFirst: true, dtype: Type);
                return (causal, x => [causal.Call(x[0], x[0], x[0], causal: true)]);
            case "mha.cross":
                var cross = new MultiHeadAttention(E, H, keyFeatures: 5, valueFeatures: 4, batchFirst: true, dtype: Type);
                return (cross, x =>
                {
                    var (y, weights) = cross.CallWithWeights(x[0], x[1], x[2], keyPaddingMask: padding);
                    return [y, weights];
                }
                );
            case "encoder.False" or "encoder.True":
                var first = name.EndsWith("True");
                var encoder = new TransformerEncoderLayer(E, H, 8, dropout: 0, activation: first ? new Gelu() : null, normFirst: first, dtype: Type);
                return (encoder, x => [encoder.Call(x[0], causal: true)]);
            case "decoder.False" or "decoder.True":
                var decoder = new TransformerDecoderLayer(E, H, 8, dropout: 0, normFirst: name.EndsWith("True"), dtype: Type);
                return (decoder, x => [decoder.Call(x[0], x[1], causal: true, memoryKeyPaddingMask: padding)]);
            case "encoder.stack":
                return Of(new TransformerEncoder(2, () => new TransformerEncoderLayer(E, H, 8, dropout: 0, batchFirst: true, dtype: Type), new LayerNorm(E, dtype: Type)));
            case "rnn.packed":
                var rnn = new Rnn(3, 4, 2, bidirectional: true, dtype: Type);
                return (rnn, x => Pair(rnn.Call(x[0], lengths: Tensor.From([2L, 5, 1, 4]))));
            case "gru.packed":
                var gru = new Gru(3, 4, 2, bidirectional: true, dtype: Type);
                return (gru, x => Pair(gru.Call(x[0], lengths: Tensor.From([2, 5, 1, 4]))));
            case "lstm.packed":
                var lstm = new Lstm(3, 4, 2, bidirectional: true, dtype: Type);
                return (lstm, x =>
                {
                    var (y, h, c) = lstm.Call(x[0], lengths: Tensor.From([2L, 5, 1, 4]));
                    return [y, h, c];
                }
                );
            case "convTranspose1d": return Of(new ConvTranspose1d(4, 6, 3, stride: 2, padding: 1, outputPadding: 1, groups: 2, dilation: 2, dtype: Type));
            case "convTranspose2d": return Of(new ConvTranspose2d(2, 3, (3, 2), stride: (2, 1), padding: (1, 0), dtype: Type));
            case "convTranspose3d": return Of(new ConvTranspose3d(2, 2, 2, stride: 2, bias: false, dtype: Type));
            case "bilinear":
                var bilinear = new Bilinear(3, 4, 2, dtype: Type);
                return (bilinear, x => [bilinear.Call(x[0], x[1])]);
            case "groupNorm": return Of(new GroupNorm(2, 4, dtype: Type));
            case "instanceNorm2d": return Of(new InstanceNorm2d(3, affine: true, trackRunningStats: true, dtype: Type));
            case "prelu": return Of(new Prelu(3, dtype: Type));
            default:
                var reduction = Enum.Parse<Reduction>(name.Split('.')[1], ignoreCase: true);
                var (targets, frames, labels) = (Tensor.From([1L, 1, 2, 3, 4, 0, 2, 0, 0], [3, 3]), Tensor.From([6L, 5, 3]), Tensor.From([3, 2, 1]));
                return (new Identity(), x => [Loss.Ctc(x[0].LogSoftmax(2), targets, frames, labels, reduction)]);
        }
    }

    private static (Module Module, Func<Tensor[], Tensor[]> Call) Of(Layer layer) => (layer, x => [layer.Call(x[0])]);

    private static Tensor[] Pair((Tensor Output, Tensor Hidden) result) => [result.Output, result.Hidden];

    private static void Load(Module module, JsonElement state)
    {
        var tensors = module.NamedParameters().Select(p => (p.Key, Tensor: (Tensor)p.Value)).Concat(module.NamedBuffers().Where(b => b.Value.DType.IsFloating).Select(b => (b.Key, Tensor: b.Value))).ToArray();
        var values = state.EnumerateObject().ToDictionary(s => Ours(s.Name), s => GoldenFile.Shaped(s.Value));
        tensors.Select(t => t.Key).Order().ShouldBe(values.Keys.Order());
        using var scope = GradMode.NoGrad();
        foreach (var (path, tensor) in tensors) tensor.CopyFrom(values[path]);
    }

    // self_attn.in_proj_weight is SelfAttn.InProjWeight
    private static string Ours(string name) => string.Join('.', name.Split('.').Select(part => string.Concat(part.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))));
}
