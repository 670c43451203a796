namespace AutoGrad.Tests.Control;

/// <summary>Graphs on many threads: the bits of one thread, and no update lost.</summary>
[NonParallelizable]
public class ThreadSafetyTests
{
    private const int Threads = 64;

    private static readonly Tensor s_first = Tensor.Linspace(-0.8, 0.9, 24, DType.Float64).Reshape(4, 6).Clone().WithGrad();
    private static readonly Tensor s_second = Tensor.Linspace(0.7, -0.6, 12, DType.Float64).Reshape(6, 2).Clone().WithGrad();

    [Test]
    public void Threads_over_shared_parameters_get_the_bits_of_one() => Run(200);

    [Test, Explicit("640,000 runs"), Category("Full")]
    public void Threads_over_shared_parameters_get_the_bits_of_one_in_full() => Run(10_000);

    [Test]
    public void Passes_over_shared_leaves_lose_no_update_and_hooks_run_once_a_pass()
    {
        var leaf = Tensor.From([1.0, 2.0]).WithGrad();
        var (seen, after) = (0, 0);
        using var before = leaf.RegisterHook(g => { Interlocked.Increment(ref seen); return null; });
        using var accumulated = leaf.RegisterPostAccumulateGradHook(_ => Interlocked.Increment(ref after));
        OnThreads(_ =>
        {
            for (var i = 0; i < 50; i++) Autodiff.Checkpoint(t => t * leaf, leaf * 1).Sum().Backward();
        });
        leaf.Grad!.ToArray<double>().ShouldBe([2.0 * Threads * 50, 4.0 * Threads * 50]);
        (seen, after).ShouldBe((Threads * 50, Threads * 50));
    }

    [Test]
    public void Two_passes_over_the_same_ops_sum_or_throw_by_name()
    {
        for (var round = 0; round < 50; round++)
        {
            var leaf = Tensor.From([1.0]).WithGrad();
            var shared = leaf;
            for (var i = 0; i < 200; i++) shared = shared + leaf;
            var thrown = 0;
            Parallel.For(0, 2, _ =>
            {
                try
                {
                    (shared * 2).Backward(retainGraph: true);
                }
                catch (InvalidOperationException e) when (e.Message.Contains("another thread goes backward"))
                {
                    Interlocked.Increment(ref thrown);
                }
            });
            (leaf.Grad?.Item<double>() ?? 0).ShouldBe((2 - thrown) * 402.0);
        }
    }

    private static void Run(int runs)
    {
        var expected = Enumerable.Range(0, 16).Select(Once).ToArray();
        OnThreads(thread =>
        {
            for (var i = 0; i < runs; i++)
            {
                var input = (thread + i) % 16;
                if (!Once(input).AsSpan().SequenceEqual(expected[input])) throw new InvalidOperationException($"Thread {thread}, run {i}: other bits.");
            }
        });
        s_first.Grad.ShouldBeNull();
    }

    // all gradients of a small network for one of 16 inputs
    private static double[] Once(int input)
    {
        var x = Tensor.Full([3, 4], (input - 7) / 8.0, DType.Float64);
        var hidden = x.MatMul(s_first).Tanh();
        var loss = hidden.MatMul(s_second).Sigmoid().LogSoftmax(-1).Square().Sum();
        var d = Autodiff.Gradient(loss, [s_first, s_second]);
        return [loss.Item<double>(), .. d[0].ToArray<double>(), .. d[1].ToArray<double>()];
    }

    private static void OnThreads(Action<int> body)
    {
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                body(i);
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
            }
        }, 256 * 1024)).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        failures.ShouldBeEmpty();
    }
}
