using AutoGrad.Optim;

namespace AutoGrad.Tests.Optim;

public class StepPlanTests
{
    [Test]
    public void EveryElementIsPlannedOnceInPartsOfBoundedSize()
    {
        int[] sizes = [3, 0, 100_000, 7, 32_768, 1, 65_536, 12];
        var plan = new StepPlan();
        for (var i = 0; i < sizes.Length; i++) plan.Add(i, sizes[i], split: true);
        var seen = sizes.Select(n => new int[n]).ToArray();
        for (var part = 0; part < plan.Parts; part++)
        {
            var total = 0;
            foreach (var chunk in plan[part])
            {
                for (var k = 0; k < chunk.Count; k++) seen[chunk.Parameter][chunk.Start + k]++;
                total += chunk.Count;
            }
            total.ShouldBeLessThanOrEqualTo(1 << 15);
        }
        seen.ShouldAllBe(counts => counts.All(c => c == 1));
    }

    [Test]
    public void ManySmallParametersAreOnePart()
    {
        var plan = new StepPlan();
        for (var i = 0; i < 50; i++) plan.Add(i, 100, split: true);
        plan.Parts.ShouldBe(1);
        plan.Clear();
        plan.Parts.ShouldBe(0);
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(65)]
    [TestCase(40_001)]
    public void ALongParameterStepsAsItsElementsAlone(int size)
    {
        var whole = new AutoGrad.Nn.Parameter(Tensor.Uniform([size], -1, 1, generator: new Generator(1)));
        var apart = Enumerable.Range(0, size).Where(i => i % 97 == 0 || i > size - 20).Select(i => (I: i, P: new AutoGrad.Nn.Parameter(whole[i..(i + 1)].Detach().Clone()))).ToList();
        Optimizer[] optimizers = [new Adam([whole], 0.1, weightDecay: 0.01, amsgrad: true), new Adam(apart.Select(a => a.P), 0.1, weightDecay: 0.01, amsgrad: true)];
        for (var step = 0; step < 3; step++)
        {
            var gradient = Tensor.Normal([size], generator: new Generator((ulong)step));
            whole.Grad = gradient;
            foreach (var (i, p) in apart) p.Grad = gradient[i..(i + 1)].Clone();
            foreach (var optimizer in optimizers) optimizer.Step();
        }
        var values = whole.ToArray<float>();
        foreach (var (i, p) in apart) p.Item<float>().ShouldBe(values[i]);
    }
}
