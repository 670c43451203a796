using AutoGrad.Nn;

namespace AutoGrad.Tests.Ops;

/// <summary>Values and gradients have the same bits at any number of threads.</summary>
[NonParallelizable]
public class ThreadCountTests
{
    private int _threads;

    private static readonly (string Name, Func<Tensor[], Tensor> Run, Shape[] Inputs)[] s_cases =
    [
        ("Sum", x => x[0].Sum(), [[300_001]]),
        ("Sum(leading)", x => x[0].Sum(0), [[403, 257]]),
        ("Sum(middle)", x => x[0].Sum(1), [[5, 97, 131]]),
        ("Sum(last)", x => x[0].Sum(2), [[5, 97, 131]]),
        ("Sum(first and last)", x => x[0].Sum([0, 2]), [[7, 33, 301]]),
        ("Mean", x => x[0].Mean(), [[100_000]]),
        ("Var", x => x[0].Var([0, 2]), [[7, 33, 301]]),
        ("Max", x => x[0].Max(), [[99_999]]),
        ("Softmax", x => x[0].Softmax(-1), [[700, 65]]),
        ("Softmax(middle)", x => x[0].Softmax(1), [[40, 33, 31]]),
        ("LogSoftmax", x => x[0].LogSoftmax(-1), [[700, 65]]),
        ("CrossEntropy", x => Loss.CrossEntropy(x[0], Tensor.RandInt([700], 0, 65, generator: new Generator(3))), [[700, 65]]),
        ("LayerNorm", x => x[0].LayerNorm([67], x[1], x[2]), [[900, 67], [67], [67]]),
        ("BatchNorm", x => x[0].BatchNorm(null, null, x[1], x[2], training: true), [[9, 7, 11, 13], [7], [7]]),
        ("GroupNorm", x => x[0].GroupNorm(3, x[1], x[2]), [[40, 6, 131], [6], [6]]),
        ("Attention", x => Tensor.ScaledDotProductAttention(x[0], x[1], x[2], causal: true), [[3, 2, 131, 19], [3, 2, 131, 19], [3, 2, 131, 23]]),
        ("Permute", x => x[0].Permute(2, 0, 1), [[70, 41, 37]]),
        ("Transpose", x => x[0].Transpose(0, 1), [[301, 257]]),
        ("Flip", x => x[0].Flip(0), [[90_001]]),
        ("Gather", x => x[0].Gather(1, Tensor.RandInt([300, 150], 0, 211, generator: new Generator(3))), [[300, 211]]),
        ("Gather(first axis)", x => x[0].Gather(0, Tensor.RandInt([300, 150], 0, 211, generator: new Generator(3))), [[211, 150]]),
        ("IndexSelect(middle)", x => x[0].IndexSelect(1, Tensor.RandInt([50], 0, 9, generator: new Generator(3))), [[17, 9, 67]]),
        ("Embedding", x => Tensor.Embedding(Tensor.RandInt([3000], 0, 50, generator: new Generator(3)), x[0]), [[50, 33]]),
        ("RmsNorm", x => x[0].RmsNorm([67], x[1]), [[900, 67], [67]]),
        ("Attention(few heads)", x => Tensor.ScaledDotProductAttention(x[0], x[1], x[2]), [[1, 300, 19], [1, 270, 19], [1, 270, 23]]),
        ("Gru", x => Recurrent.Gru(x[0], x[1], [new RecurrentWeights(x[2], x[3], x[4], x[5])]).Output, [[9, 37, 11], [1, 37, 21], [63, 11], [63, 21], [63], [63]]),
        ("Rnn", x => Recurrent.Rnn(x[0], x[1], [new RecurrentWeights(x[2], x[3], x[4], x[5])]).Output, [[9, 37, 11], [1, 37, 21], [21, 11], [21, 21], [21], [21]]),
        ("Lstm", x => Recurrent.Lstm(x[0], x[1], x[2], [new RecurrentWeights(x[3], x[4], x[5], x[6])]).Output, [[9, 37, 11], [1, 37, 21], [1, 37, 21], [84, 11], [84, 21], [84], [84]]),
    ];

    private static IEnumerable<string> Names => s_cases.Select(c => c.Name);

    [SetUp]
    public void Remember() => _threads = Parallelism.Threads;

    [TearDown]
    public void Restore() => Parallelism.Threads = _threads;

    [TestCaseSource(nameof(Names))]
    public void BitsDoNotDependOnThreads(string name)
    {
        var row = s_cases.Single(c => c.Name == name);
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            Parallelism.Threads = 1;
            var expected = Results(row.Run, row.Inputs, dtype);
            foreach (var threads in new[] { 2, 3, 16 })
            {
                Parallelism.Threads = threads;
                var actual = Results(row.Run, row.Inputs, dtype);
                for (var i = 0; i < expected.Length; i++)
                    actual[i].SequenceEqual(expected[i]).ShouldBeTrue($"{name}, {dtype}, {threads} threads, {(i == 0 ? "value" : $"gradient {i - 1}")}");
            }
        }
    }

    private static byte[][] Results(Func<Tensor[], Tensor> run, Shape[] inputs, DType dtype)
    {
        var generator = new Generator(7);
        var x = Array.ConvertAll(inputs, shape => Tensor.Randn(shape, dtype, generator).WithGrad());
        var y = run(x);
        y.Backward(Tensor.Randn(y.Shape, dtype, generator));
        return [Bytes(y), .. x.Select(t => Bytes(t.Grad!))];
    }

    private static byte[] Bytes(Tensor x) => x.DType == DType.Float32
        ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(x.ToArray<float>().AsSpan()).ToArray()
        : System.Runtime.InteropServices.MemoryMarshal.AsBytes(x.ToArray<double>().AsSpan()).ToArray();
}
