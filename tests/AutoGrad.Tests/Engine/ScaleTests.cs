namespace AutoGrad.Tests.Engine;

/// <summary>Depth, width, threads, and what a recorded op costs in bytes.</summary>
public class ScaleTests
{
    private const int Million = 1_000_000;

    [Test]
    public void A_chain_of_a_million_ops_goes_backward_on_a_small_stack() => OnSmallStack(() =>
    {
        var x = Tensor.Scalar(1.0).WithGrad();
        var y = x;
        for (var i = 0; i < Million; i++) y = y * 1.000001;
        y.Backward();
        x.Grad!.ToArray<double>()[0].ShouldBe(Math.Pow(1.000001, Million), 1e-6);
    });

    [Test]
    public void A_million_uses_of_one_tensor_go_backward_on_a_small_stack() => OnSmallStack(() =>
    {
        var x = Tensor.Scalar(1.0).WithGrad();
        var y = x;
        for (var i = 1; i < Million; i++) y = y + x;
        y.Backward();
        x.Grad!.ToArray<double>().ShouldBe([Million]);
    });

    [Test]
    public void A_long_chain_differentiates_twice_on_a_small_stack() => OnSmallStack(() =>
    {
        var x = Tensor.Scalar(2.0).WithGrad();
        var y = x * x;
        for (var i = 0; i < 100_000; i++) y = y + x;
        var g = Autodiff.Gradient(y, x, createGraph: true);
        Autodiff.Gradient(g, x).ToArray<double>().ShouldBe([2.0]);
    });

    [TestCase(1)]
    [TestCase(16)]
    public void A_small_recorded_op_costs_at_most_250_bytes_forward_and_backward(int size)
    {
        var x = Tensor.Full([size], 0.5).WithGrad();
        var c = Tensor.Full([size], 0.001).WithGrad();
        var upstream = Tensor.Ones([size]);
        Chain(x, c, upstream);
        Chain(x, c, upstream);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Chain(x, c, upstream);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        (bytes / 1000.0).ShouldBeLessThanOrEqualTo(BufferPool.Checking ? 500 : 250, "where arrays are checked, small ones are pooled too");
    }

    [Test]
    public void Many_threads_share_parameters_and_get_the_same_bits_as_one()
    {
        var weights = Tensor.From([0.3, -0.7, 1.1]).WithGrad();
        double[] Run(int input)
        {
            var x = Tensor.Full([3], input / 7.0, DType.Float64);
            var y = x;
            for (var i = 0; i < 8; i++) y = (y * weights + x).Tanh();
            return Autodiff.Gradient((y * y).Sum(), weights).ToArray<double>();
        }
        var expected = Enumerable.Range(0, 16).Select(Run).ToArray();
        Parallel.For(0, 4000, i => Run(i % 16).ShouldBe(expected[i % 16]));
    }

    [Test]
    public void Concurrent_passes_that_share_leaves_lose_no_update()
    {
        var weights = Tensor.From([1.0, 2.0]).WithGrad();
        Parallel.For(0, 2000, _ => (weights * 3).Sum().Backward());
        weights.Grad!.ToArray<double>().ShouldBe([6000.0, 6000.0]);
    }

    [Test]
    public void Graphs_of_several_threads_join()
    {
        var x = Tensor.Scalar(2.0).WithGrad();
        var parts = new Tensor[8];
        Parallel.For(0, 8, i =>
        {
            var y = x;
            for (var k = 0; k < i; k++) y = y * x;
            parts[i] = y;
        });
        var sum = parts.Aggregate((a, b) => a + b);
        sum.Backward();
        x.Grad!.ToArray<double>()[0].ShouldBe(Enumerable.Range(1, 8).Sum(n => n * Math.Pow(2, n - 1)));
    }

    [Test]
    public void A_new_thread_continues_a_long_graph_of_another()
    {
        var x = Tensor.Scalar(1.0).WithGrad();
        var y = x;
        for (var i = 0; i < 1000; i++) y = y + x;
        OnSmallStack(() => (y * x).Backward());         // (1001 x) x
        x.Grad!.ToArray<double>().ShouldBe([2002.0]);
    }

    [Test]
    public void A_result_that_is_dropped_frees_its_graph()
    {
        var x = Tensor.Zeros([1000]).WithGrad();
        var weak = Record(x);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        weak.IsAlive.ShouldBeFalse();
        GC.KeepAlive(x);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Record(Tensor x)
    {
        var y = (x * x).Tanh();
        y.Sum().Backward();
        (x * y.Detach()).Sum().Backward();
        return new WeakReference(y);
    }

    private static void Chain(Tensor x, Tensor c, Tensor upstream)
    {
        x.ZeroGrad();
        c.ZeroGrad();
        var h = x;
        for (var i = 0; i < 250; i++)
        {
            h = h + c;
            h = h * x;
            h = h.Tanh();
            h = h + x;
        }
        h.Backward(upstream);
    }

    private static void OnSmallStack(Action body)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception e)
            {
                thrown = e;
            }
        }, 256 * 1024);
        thread.Start();
        thread.Join();
        if (thrown is not null) throw new InvalidOperationException("on the small stack", thrown);
    }
}
