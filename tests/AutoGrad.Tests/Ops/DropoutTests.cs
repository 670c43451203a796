using AutoGrad.Kernels;
using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Ops;

public class DropoutTests
{
    private static readonly double[] s_special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0, double.MaxValue, double.Epsilon, -1.5];

    [Test]
    public void It_has_the_bits_of_a_product_with_a_mask([Values] bool single, [Values(1, 3, 8, 255, 256, 257, ElementChunks.Size, 3 * ElementChunks.Size + 5)] int n)
    {
        var (x, g) = (Input(n, single, 0).WithGrad(), Input(n, single, 3));
        foreach (var p in new[] { 0.3, 1e-17, 1 - 1e-16, double.Epsilon })
        {
            var (generator, other) = (new Generator(5), new Generator(5));
            Tensor.Rand([6], generator: generator);
            Tensor.Rand([6], generator: other);
            var y = x.Dropout(p, generator: generator);
            var mask = Tensor.Bernoulli(x.Shape, 1 - p, other).To(x.DType) * (1 / (1 - p));
            generator.State.ShouldBe(other.State);
            Bits(y).ShouldBe(Bits(x.Detach() * mask));
            x.ZeroGrad();
            y.Backward(g);
            Bits(x.Grad!).ShouldBe(Bits(g * mask));
        }
    }

    [Test]
    public void It_has_the_same_bits_at_any_thread_count([Values(1, 2, 3, 16)] int threads)
    {
        var before = Parallelism.Threads;
        Parallelism.Threads = threads;
        try
        {
            var x = Tensor.Ones([5 * ElementChunks.Size + 11]).WithGrad();
            var y = (x * 1).Dropout(0.4, generator: new Generator(9));
            (y * 2).Sum().Backward();
            var kept = y.ToArray<float>();
            for (var i = 0; i < kept.Length; i += 97) kept[i].ShouldBe(DropoutMask.Keeps(9, i, 0.4) ? (float)(1 / 0.6) : 0);
            x.Grad!.ToArray<float>().ShouldBe(Array.ConvertAll(kept, v => 2 * v));
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Test]
    public void The_gradient_leaves_an_upstream_gradient_of_the_user_alone()
    {
        var (x, g) = (Tensor.Ones([40]).WithGrad(), Tensor.Ones([40]));
        var y = x.Dropout(0.5, generator: new Generator(3));
        y.Backward(g, retainGraph: true);
        g.ToArray<float>().ShouldAllBe(v => v == 1);
        y.Backward(g);
        x.Grad!.ToArray<float>().ShouldBe((y.Detach() * 2).ToArray<float>());
    }

    [Test]
    public void Pullbacks_of_many_gradients_at_once_share_the_mask()
    {
        var x = Tensor.Ones([2, 5], DType.Float64).WithGrad();
        var y = x.Dropout(0.5, generator: new Generator(3));
        var many = Tensor.Randn([4, 2, 5], DType.Float64, new Generator(4));
        var together = Autodiff.Vmap(g => Autodiff.Gradient([y], [x], [g], retainGraph: true)[0]!)(many);
        together.ToArray<double>().ShouldBe((many * y.Detach()).ToArray<double>());
    }

    [Test]
    public void Samples_of_a_batch_draw_their_own_masks()
    {
        var y = Autodiff.Vmap(x => x.Dropout(0.5, generator: s_shared))(Tensor.Ones([2, 64]));
        y.Select(0, 0).ToArray<float>().ShouldNotBe(y.Select(0, 1).ToArray<float>());
    }

    private static readonly Generator s_shared = new(6);

    private static Tensor Input(int n, bool single, int shift)
    {
        var x = new double[n];
        for (var i = 0; i < n; i++) x[i] = s_special[(i + shift + i / 8) % 8];
        return Tensor.From(x).To(single ? DType.Float32 : DType.Float64);
    }

    // a NaN is a NaN, whatever its sign
    private static ulong[] Bits(Tensor x) => Array.ConvertAll(NdArray.Of(x).Data, v => double.IsNaN(v) ? ulong.MaxValue : BitConverter.DoubleToUInt64Bits(v));
}
