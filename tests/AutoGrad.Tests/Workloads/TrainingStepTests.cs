using AutoGrad.Compare.Workloads;
using AutoGrad.Nn;

namespace AutoGrad.Tests.Workloads;

/// <summary>The networks of the comparison with PyTorch, compiled from its sources.</summary>
[NonParallelizable]
public class TrainingStepTests
{
    [TestCase("xor", 8)]
    [TestCase("mlp", 1000)]
    [TestCase("lenet", 1000)]
    [TestCase("resnet", 1000)]
    [TestCase("lstm", 1000)]
    [TestCase("gpt", 4000)]
    public void A_steady_step_allocates_little_and_learns(string name, int kilobytes)
    {
        var workload = Make(name);
        var first = workload.Step().Item<float>();
        for (var i = 0; i < 12; i++) workload.Step();
        var last = first;
        // the pool grows now and then when a collection comes at another moment: the median of several rounds is the steady state
        var rounds = new long[5];
        for (var round = 0; round < rounds.Length; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < 4; i++) last = workload.Step().Item<float>();
            rounds[round] = (GC.GetTotalAllocatedBytes(precise: true) - before) / 4;
        }
        Array.Sort(rounds);
        TestContext.Out.WriteLine($"{name}: {string.Join(", ", rounds)} bytes a step, loss {first} to {last}");
        rounds[2].ShouldBeLessThan(kilobytes * 1024L);
        last.ShouldBeLessThan(first);
    }

    private static Workload Make(string name) => name switch
    {
        "xor" => new Xor(),
        "mlp" => new Mlp(),
        "lenet" => new LeNet(),
        "resnet" => new ResidualStack(),
        "lstm" => new CharacterRecurrent(n => new Lstm(n, n, batchFirst: true)),
        "gpt" => new CharacterGpt(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
