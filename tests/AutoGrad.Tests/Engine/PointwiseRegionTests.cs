using AutoGrad.Kernels;

namespace AutoGrad.Tests.Engine;

/// <summary>Large element-wise graphs go back block by block, and give the bits of small ones, which do not.</summary>
public class PointwiseRegionTests
{
    private const int Size = 3 * ElementChunks.Size + 77, Small = 997;

    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Function)[] s_functions =
    [
        ("chain", (x, y) => (x.Sin() * (-x * x).Exp() + y * 0.5).Tanh().Square()),
        ("diamonds", (x, y) => { var a = x.Tanh() + y; var b = a * a.Sigmoid(); return (b + a) * (b - y) + b; }),
        ("twice the same", (x, y) => { var a = (x + x) * y; return a + a; }),
        ("all kinds", (x, y) => (x.Maximum(y) / (y.Abs() + 1.5) - x.Minimum(y)).Clamp(-0.5, 0.75) * (2 - x) / 3 + 1 / (x.Square() + 2)),
        ("passes out", (x, y) => x.Relu() - y),
        ("passes on", (x, y) => (x + y + 1).Relu() - (x - y) - y),
        ("other ops between", (x, y) => { var a = x.Exp() * y; return (a.Reshape(1, a.Size).Reshape(a.Size) + a * x).Tanh() * a; }),
        ("powers and logs", (x, y) => (x.Square() + 1).Log() * (y.Square() + 0.1).Sqrt() + (x * 0.1).Pow(3).Gelu()),
    ];

    [Test]
    public void Bits_are_those_of_small_tensors([Range(0, 7)] int function, [Values(1, 3)] int threads, [Values] bool mean)
    {
        var (before, f) = (Parallelism.Threads, s_functions[function].Function);
        Parallelism.Threads = threads;
        try
        {
            var (x, y) = (Tensor.Randn([Size], generator: new Generator(1)), Tensor.Randn([Size], generator: new Generator(2)));
            var (dx, dy) = Gradients(f, x, y, z => mean ? z.Mean() * Size : z.Sum());
            for (var start = 0; start < Size; start += 10 * Small)
            {
                var end = Math.Min(Size, start + Small);
                var (sx, sy) = Gradients(f, Part(x, start, end), Part(y, start, end), mean ? z => (z * (1f / Size * Size)).Sum() : z => z.Sum());
                dx.AsSpan<float>()[start..end].ToArray().ShouldBe(sx.ToArray<float>(), s_functions[function].Name);
                dy.AsSpan<float>()[start..end].ToArray().ShouldBe(sy.ToArray<float>(), s_functions[function].Name);
            }
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Test]
    public void A_second_pass_over_a_kept_graph_and_the_rules_agree()
    {
        foreach (var (name, f) in s_functions)
        {
            var (x, y) = (Tensor.Randn([Size], DType.Float64, generator: new Generator(3)).WithGrad(), Tensor.Randn([Size], DType.Float64, generator: new Generator(4)).WithGrad());
            var loss = f(x, y).Sum();
            loss.Backward(retainGraph: true);
            var first = x.Grad!.ToArray<double>();
            x.ZeroGrad();
            loss.Backward(retainGraph: true);
            x.Grad!.ToArray<double>().ShouldBe(first, name);
            var rule = Autodiff.Gradient(loss, [x, y], createGraph: true)[0].ToArray<double>();
            for (var i = 0; i < rule.Length; i += 101) first[i].ShouldBe(rule[i], 1e-12 * Math.Max(1, Math.Abs(rule[i])), name);
        }
    }

    [Test]
    public void A_hook_in_the_middle_sees_the_whole_gradient_and_may_replace_it()
    {
        var x = Tensor.Randn([Size], generator: new Generator(5)).WithGrad();
        var a = x.Tanh();
        Tensor? seen = null;
        using var hook = a.RegisterHook(g => { seen = g; return g * 2; });
        (a.Square() * 3 + 1).Sum().Backward();
        seen!.ToArray<float>().ShouldBe((a.Detach() * 6).ToArray<float>());
        x.Grad!.ToArray<float>().ShouldBe(((a.Detach() * 6 * 2) * ((1 - a.Detach()) * (1 + a.Detach()))).ToArray<float>());
    }

    [Test]
    public void An_upstream_gradient_of_the_user_is_left_alone_and_gradients_add_up()
    {
        var (x, upstream) = (Tensor.Randn([Size], generator: new Generator(6)).WithGrad(), Tensor.Randn([Size], generator: new Generator(7)));
        var before = upstream.ToArray<float>();
        x.Tanh().Square().Backward(upstream);
        var once = x.Grad!;
        var held = once.ToArray<float>();
        x.Tanh().Square().Backward(upstream);
        upstream.ToArray<float>().ShouldBe(before);
        once.ToArray<float>().ShouldBe(held);
        x.Grad!.ToArray<float>().ShouldBe((once + once).ToArray<float>());
    }

    [Test]
    public void A_saved_tensor_that_changed_in_place_is_found()
    {
        var (x, c) = (Tensor.Randn([Size], generator: new Generator(8)).WithGrad(), Tensor.Ones([Size]));
        var loss = (x.Tanh() * c).Square().Sum();
        c.Mutate<float>()[0] = 2;
        Should.Throw<InvalidOperationException>(() => loss.Backward()).Message.ShouldContain("changed in place");
    }

    private static (Tensor, Tensor) Gradients(Func<Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Func<Tensor, Tensor> loss)
    {
        (x, y) = (x.Clone().WithGrad(), y.Clone().WithGrad());
        loss(f(x, y)).Backward();
        return (x.Grad!, y.Grad!);
    }

    private static Tensor Part(Tensor x, int start, int end) => Tensor.From(x.AsSpan<float>()[start..end].ToArray());
}
