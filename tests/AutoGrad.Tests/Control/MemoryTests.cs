using System.Runtime.CompilerServices;
using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Tests.Control;

/// <summary>Nothing keeps a graph alive by accident, and training takes no more memory the longer it goes on.</summary>
[NonParallelizable]
public class MemoryTests
{
    private const int Mebibyte = 1 << 20;

    private static IEnumerable<TestCaseData> Keepers()
    {
        yield return Keeper("a view of a result", y => (object)y.Reshape(10, 100).Detach());
        yield return Keeper("a detached result", y => y.Detach());
        yield return Keeper("a handle of a hook that refers to the result", y => y.RegisterHook(g => g * y));
        yield return Keeper("the exception of a hook", y => { y.RegisterHook(_ => throw new TimeoutException()); return Should.Throw<TimeoutException>(() => y.Sum().Backward()); });
        yield return Keeper("the exception of a wrong rule", y => Should.Throw<InvalidOperationException>(() => Autodiff.Custom(t => t * 1, (_, _, g) => g.Sum())(y).Sum().Backward()));
        yield return Keeper("a retained gradient", y => { y.RetainGrad(); y.Sum().Backward(); return y.Grad!; });
        yield return Keeper("a report", y => Tape.Report(y.Sum()));
        yield return Keeper("a watch", y => { using var watch = Tape.Watch(); (y * 2).Sum().Backward(); return watch; });
        yield return Keeper("hooks of saved tensors", y => { var hooks = SavedTensors.AsBFloat16(); using (hooks.Use()) _ = y.Tanh().Sum(); return hooks; });
        yield return Keeper("an anomaly", y => { using (Anomaly.Detect()) return Should.Throw<AnomalyException>(() => { _ = (y / 0).Sum(); }); });
        yield return Keeper("a checkpoint's gradient", y => Autodiff.Gradient(Autodiff.Checkpoint(t => t.Exp(), y).Sum(), y));
    }

    private static TestCaseData Keeper(string name, Func<Tensor, object> use) => new TestCaseData(use).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Keepers))]
    public void No_graph_is_kept_alive_by(Func<Tensor, object> use)
    {
        var x = Tensor.Zeros([1000]).WithGrad();
        var (node, kept) = Use(x, use);
        RecentStorages.Clear();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        node.IsAlive.ShouldBeFalse();
        GC.KeepAlive(kept);
        GC.KeepAlive(x);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Node, object Kept) Use(Tensor x, Func<Tensor, object> use)
    {
        var y = (x + 1) * x;
        return (new WeakReference(y.Node), use(y));
    }

    [Test]
    public void Memory_stays_flat_over_5000_steps() => Train(5_000);

    [Test, Explicit("100,000 steps"), Category("Full")]
    public void Memory_stays_flat_over_100_000_steps() => Train(100_000);

    [Test]
    public void A_small_step_allocates_what_it_did()
    {
        var (step, _) = Network();
        for (var i = 0; i < 50; i++) step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) step();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        TestContext.Out.WriteLine($"{bytes} bytes a step");
        bytes.ShouldBeLessThan(10_000);
    }

    [Test]
    public void Hooks_that_are_gone_leave_no_bytes_behind()
    {
        var x = Tensor.Full([16], 0.5).WithGrad();
        void Pass()
        {
            var h = x;
            for (var i = 0; i < 200; i++) h = (h * x).Tanh();
            h.Backward(x.Detach());
            x.ZeroGrad();
        }
        long Bytes()
        {
            var least = long.MaxValue;
            for (var i = 0; i < 25; i++)        // a pass may find arrays to use again, or have to make some
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Pass();
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            return least;
        }
        Pass();
        var plain = Bytes();
        x.RegisterHook(g => g * 1).Dispose();
        using (Anomaly.Detect()) (x * 1).Tanh().Sum().Backward();
        using (SavedTensors.AsBFloat16().Use()) (x * 1).Tanh().Sum().Backward();
        using (Tape.Watch()) (x * 1).Tanh().Sum().Backward();
        Math.Abs(Bytes() - plain).ShouldBeLessThanOrEqualTo(64);
        OpObserver.Any.ShouldBeFalse();
        SavedTensorHooks.Any.ShouldBeFalse();
    }

    [Test]
    public void Checkpoints_keep_less_on_the_managed_heap_too()
    {
        const int layers = 64, width = 1 << 16;
        var weights = Enumerable.Range(0, layers).Select(i => Tensor.Full([width], 1 + i / 100f).WithGrad()).ToArray();
        long Held(int piece)
        {
            var x = Tensor.Ones([width]).WithGrad();
            var before = BufferPool.HeldBytes();
            var h = x;
            for (var i = 0; i < layers; i += piece)
            {
                var from = i;
                Tensor Piece(Tensor t)
                {
                    for (var k = from; k < from + piece; k++) t = (t * weights[k]).Tanh();
                    return t;
                }
                h = piece == 1 ? Piece(h) : Autodiff.Checkpoint(Piece, h);
            }
            var held = BufferPool.HeldBytes() - before;
            h.Sum().Backward();
            foreach (var weight in weights) weight.ZeroGrad();
            return held;
        }
        var (plain, pieces) = (Held(1), Held(8));
        TestContext.Out.WriteLine($"{plain:N0} bytes without, {pieces:N0} with pieces of 8");
        plain.ShouldBeGreaterThanOrEqualTo(64L * width * sizeof(float));
        pieces.ShouldBeLessThanOrEqualTo(10L * width * sizeof(float));
    }

    private static void Train(int steps)
    {
        var (step, loss) = Network();
        for (var i = 0; i < 1000; i++) step();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < steps; i++) step();
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Out.WriteLine($"{growth:N0} bytes of growth over {steps:N0} steps, loss {loss():G3}");
        growth.ShouldBeLessThan(Mebibyte);
        loss().ShouldBeLessThan(0.5);
    }

    private static (Action Step, Func<double> Loss) Network()
    {
        var g = new Generator(1);
        Sequential net = [new Linear(8, 16, generator: g), new Tanh(), new Linear(16, 1, generator: g)];
        var optimizer = new Adam(net.Parameters(), learningRate: 0.01);
        var x = Tensor.Randn([16, 8], generator: g);
        var target = x.Narrow(1, 0, 1).Sin();
        var last = 0.0;
        return (() =>
        {
            var loss = Loss.Mse(net.Call(x), target);
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
            last = loss.Item<float>();
        }, () => last);
    }
}
