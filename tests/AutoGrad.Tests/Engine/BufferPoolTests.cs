using System.Runtime.CompilerServices;

namespace AutoGrad.Tests.Engine;

[NonParallelizable]
public class BufferPoolTests
{
    private const int Size = 100_000;

    [Test]
    public void WhatNobodyHoldsIsUsedAgain()
    {
        var x = Tensor.Full([Size], 0.5);
        for (var i = 0; i < 200; i++) Work(x);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 200; i++) Work(x);
        var perStep = (GC.GetTotalAllocatedBytes(precise: true) - before) / 200;
        perStep.ShouldBeLessThan(Size * sizeof(float) / 4, "four new arrays of 400 kB a step without the pool");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Work(Tensor x) => (x.Exp() * x + x).Sum().Item<float>().ShouldBeGreaterThan(0);
    }

    [Test]
    public void ASpanOutlivesItsTensor()
    {
        var span = Make();
        Churn();
        foreach (var x in span) x.ShouldBe(3f);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static ReadOnlySpan<float> Make() => (Tensor.Full([Size], 1) + 2).AsSpan<float>();
    }

    [Test]
    public void AViewOutlivesItsTensor()
    {
        var view = Make();
        Churn();
        view.ToArray<float>().ShouldAllBe(x => x == 3f);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Tensor Make() => (Tensor.Full([2, Size], 1) + 2)[1].Detach();
    }

    [Test]
    public void AParameterMadeFromAResultKeepsItsElements()
    {
        var parameter = Make();
        Churn();
        parameter.ToArray<float>().ShouldAllBe(x => x == 3f);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static AutoGrad.Nn.Parameter Make() => new(Tensor.Full([Size], 1) + 2);
    }

    [Test]
    public void GradientsOutliveTheGraph()
    {
        var x = Tensor.Full([Size], 2).WithGrad();
        (x * x * x).Sum().Backward();
        Churn();
        x.Grad!.ToArray<float>().ShouldAllBe(g => g == 12f);
    }

    [Test]
    public void BuffersLieOnVectorBoundaries()
    {
        var y = Tensor.Full([Size], 1) + 1;
        unsafe
        {
            fixed (float* first = y.Span<float>()) ((nuint)first % 64).ShouldBe(0u);
        }
        GC.KeepAlive(y);
    }

    [Test]
    public void ManyThreadsShareThePool()
    {
        var wrong = 0;
        var threads = Enumerable.Range(0, 8).Select(t => new Thread(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                var x = Tensor.Full([10_000 + t], t + 1).WithGrad();
                (x * x).Sum().Backward();
                if (x.Grad!.ToArray<float>().Any(g => g != 2f * (t + 1))) Interlocked.Increment(ref wrong);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        wrong.ShouldBe(0);
    }

    private static void Churn()
    {
        for (var i = 0; i < 50; i++)
        {
            var other = Tensor.Full([2, Size], 7).WithGrad();
            (other * other).Sum().Backward();
            if (i % 10 == 0) GC.Collect();
        }
    }
}
