using AutoGrad.Nn;

namespace AutoGrad.Tests.Control;

/// <summary>Hooks on tensors and on layers.</summary>
public class HookTests
{
    [Test]
    public void A_hook_sees_and_replaces_the_gradient_of_a_result()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var y = x * x;
        double[]? seen = null;
        using (y.RegisterHook(g => { seen = g.ToArray<double>(); return null; }))
        using (y.RegisterHook(g => g * 10))
            (y * 3).Sum().Backward(retainGraph: true);
        seen.ShouldBe([3.0, 3.0]);
        x.Grad!.ToArray<double>().ShouldBe([60.0, 120.0]);
        (x.Grad, seen) = (null, null);
        (y * 3).Sum().Backward();
        seen.ShouldBeNull();
        x.Grad!.ToArray<double>().ShouldBe([6.0, 12.0]);
    }

    [Test]
    public void A_hook_sees_the_sum_of_all_uses_even_of_those_recorded_before_it()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = x * 1;
        var z = y * 3 + y * y;
        var seen = new List<double>();
        y.RegisterHook(g => { seen.Add(g.Item<double>()); return null; });
        z.Backward();
        seen.ShouldBe([7.0]);
    }

    [Test]
    public void A_hook_on_a_leaf_works_on_what_is_added_and_on_what_is_returned()
    {
        var x = Tensor.From([2.0]).WithGrad();
        x.RegisterHook(g => g * 10);
        (x * 3).Backward();
        (x * 3).Backward();
        x.Grad!.Item<double>().ShouldBe(60);
        Autodiff.Gradient(x * 3, x).Item<double>().ShouldBe(30);
    }

    [Test]
    public void A_hook_on_a_target_on_the_way_is_in_what_Gradient_returns()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = x * 3;
        y.RegisterHook(g => g * 10);
        Autodiff.Gradient(y * 1, y, retainGraph: true).Item<double>().ShouldBe(10);
        Autodiff.Gradient(y * 1, x).Item<double>().ShouldBe(30);
    }

    [Test]
    public void A_hook_on_one_output_of_several()
    {
        var x = Tensor.From([1.0, 2.0, 3.0, 4.0]).WithGrad();
        var parts = x.Split(2);
        parts[1].RegisterHook(g => g * -1);
        (parts[0].Sum() + parts[1].Sum()).Backward();
        x.Grad!.ToArray<double>().ShouldBe([1.0, 1.0, -1.0, -1.0]);
    }

    [Test]
    public void A_hook_is_differentiated_with_the_graph()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = x * x;
        y.RegisterHook(g => g * x);
        var first = Autodiff.Gradient(y, x, createGraph: true);     // x · 2x
        first.Item<double>().ShouldBe(8);
        Autodiff.Gradient(first, x).Item<double>().ShouldBe(8);     // 4x
    }

    [Test]
    public void A_wrong_answer_is_named_and_leaves_every_gradient_alone()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var y = x * 2;
        using (y.RegisterHook(g => g.Sum()))
            Should.Throw<InvalidOperationException>(() => y.Sum().Backward(retainGraph: true)).Message.ShouldContain("Multiply [2] Float64 answered [] Float64");
        using (x.RegisterHook(g => g.To(DType.Float32)))
            Should.Throw<InvalidOperationException>(() => y.Sum().Backward(retainGraph: true)).Message.ShouldContain("on a leaf");
        x.Grad.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => Tensor.From([1.0]).RegisterHook(_ => null)).Message.ShouldContain("WithGrad()");
        Should.Throw<InvalidOperationException>(() => y.RegisterPostAccumulateGradHook(_ => { })).Message.ShouldContain("RegisterHook");
    }

    [Test]
    public void After_accumulation_the_gradient_is_there_and_may_be_dropped()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var seen = new List<double>();
        using (x.RegisterPostAccumulateGradHook(t => { seen.Add(t.Grad!.Item<double>()); if (seen.Count == 2) t.ZeroGrad(); }))
        {
            (x * 3).Backward();
            (x * 3).Backward();
            Autodiff.Gradient(x * 3, x);
        }
        (x * 3).Backward();
        seen.ShouldBe([3.0, 6.0]);
        x.Grad!.Item<double>().ShouldBe(3);
    }

    [Test]
    public void RetainGrad_keeps_the_gradient_of_a_result()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = x * 3;
        y.Grad.ShouldBeNull();
        y.RetainGrad();
        (y * y).Backward(retainGraph: false);
        y.Grad!.Item<double>().ShouldBe(12);
        y.ZeroGrad();
        y.Grad.ShouldBeNull();
        x.RetainGrad();
        x.Grad!.Item<double>().ShouldBe(36);
        var z = x * 3;
        z.RetainGrad();
        var upstream = Tensor.From([5.0]);
        z.Backward(upstream, retainGraph: true);
        z.Backward(upstream);
        z.Grad!.Item<double>().ShouldBe(10);
        z.Grad.ShouldNotBeSameAs(upstream);
    }

    [Test]
    public void Disposing_a_handle_twice_removes_one_registration()
    {
        var x = Tensor.From([2.0]).WithGrad();
        Func<Tensor, Tensor?> twice = g => g * 2;
        var first = x.RegisterHook(twice);
        x.RegisterHook(twice);
        first.Dispose();
        first.Dispose();
        x.Sum().Backward();
        x.Grad!.Item<double>().ShouldBe(2);
    }

    [Test]
    public void What_a_hook_was_shown_never_changes()
    {
        List<(Tensor Seen, double[] Then)> seen = [];
        var x = Tensor.Full([64], 0.5, DType.Float64).WithGrad();
        var y = x;
        for (var i = 0; i < 8; i++)
        {
            y = ((y + x) * x).Tanh() + y;
            y.RegisterHook(g => { seen.Add((g, g.ToArray<double>())); return null; });
        }
        y.Sum().Backward();
        seen.Count.ShouldBe(8);
        foreach (var (tensor, then) in seen) tensor.ToArray<double>().ShouldBe(then);
    }

    [Test]
    public void Hooks_of_a_layer_see_and_replace_what_goes_in_and_out_and_back()
    {
        var layer = new Linear(2, 1, bias: false, DType.Float64);
        using (GradMode.NoGrad()) layer.Weight.CopyFrom(Tensor.From([2.0, 3.0], [1, 2]));
        var x = Tensor.From([1.0, 1.0], [1, 2]).WithGrad();
        var log = new List<string>();
        var handles = new[]
        {
            layer.RegisterForwardPreHook((l, t) => { log.Add($"in {l is Linear}"); return t * 2; }),
            layer.RegisterForwardHook((_, input, y) => { log.Add($"out {input.Shape} {y.Item<double>()}"); return y + 1; }),
            layer.RegisterOutputGradientHook((_, g) => { log.Add($"dy {g.Item<double>()}"); return g * 10; }),
            layer.RegisterInputGradientHook((_, g) => { log.Add($"dx {string.Join(' ', g.ToArray<double>())}"); return null; }),
        };
        var y = layer.Call(x);
        y.Item<double>().ShouldBe(11);
        (y.Sum() + x.Sum()).Backward();
        log.ShouldBe(["in True", "out [1, 2] 10", "dy 1", "dx 20 30"]);
        x.Grad!.ToArray<double>().ShouldBe([41.0, 61.0]);       // 2 · 10 · w from the layer, 1 from elsewhere
        foreach (var handle in handles) handle.Dispose();
        layer.Call(x).Item<double>().ShouldBe(5);
        log.Count.ShouldBe(4);
    }
}
