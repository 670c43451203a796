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

    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Hooks_of_a_recurrent_layer_see_and_replace_all_that_goes_in_and_out_and_back(bool batchFirst, bool single)
    {
        var lstm = new Lstm(2, 3, layers: 2, batchFirst: batchFirst, dtype: DType.Float64, generator: new Generator(1));
        var x = Tensor.Randn(single ? [5, 2] : batchFirst ? [4, 5, 2] : [5, 4, 2], DType.Float64, new Generator(2)).WithGrad();
        var hidden = Tensor.Randn(single ? [2, 3] : [2, 4, 3], DType.Float64, new Generator(3)).WithGrad();
        var (plain, plainHidden, plainCell) = lstm.Call(2 * x, hidden);
        var expected = Autodiff.Gradient([plain.Sum() * 10 + plainCell.Sum()], [x, hidden]);

        var log = new List<string>();
        var handles = new[]
        {
            lstm.RegisterForwardPreHook((layer, t) => { log.Add($"in {layer is Lstm} {t.Length} {t[2].Shape}"); return [2 * t[0], t[1], t[2]]; }),
            lstm.RegisterForwardHook((_, t, y) => { log.Add($"out {t.Length} {y.Length} {y[0].Shape}"); return [y[0] + 1, y[1], y[2]]; }),
            lstm.RegisterOutputGradientHook((_, part, g) => { log.Add($"dy{part} {g.Shape}"); return part == 0 ? g * 10 : null; }),
            lstm.RegisterInputGradientHook((_, part, g) => { log.Add($"dx{part} {g.Shape}"); return null; }),
        };
        var (output, final, cell) = lstm.Call(x, hidden);
        output.ToArray<double>().ShouldBe((plain + 1).ToArray<double>());
        final.ToArray<double>().ShouldBe(plainHidden.ToArray<double>());
        (output.Sum() + cell.Sum() + x.Sum()).Backward();
        log[..2].ShouldBe([$"in True 3 {hidden.Shape}", $"out 3 3 {plain.Shape}"]);
        log[2..].ShouldBe([$"dy0 {plain.Shape}", $"dy2 {cell.Shape}", $"dx0 {x.Shape}", $"dx1 {hidden.Shape}"], ignoreOrder: true);
        x.Grad!.ToArray<double>().ShouldBe((expected[0] + 1).ToArray<double>(), 1e-14);
        hidden.Grad!.ToArray<double>().ShouldBe(expected[1].ToArray<double>(), 1e-14);

        foreach (var handle in handles) handle.Dispose();
        lstm.Call(2 * x, hidden).Output.ToArray<double>().ShouldBe(plain.ToArray<double>());
        log.Count.ShouldBe(6);
    }

    [Test]
    public void A_hook_of_a_recurrent_layer_answers_as_many_tensors_as_it_got()
    {
        var gru = new Gru(2, 3);
        using (gru.RegisterForwardHook((_, _, y) => [y[0]]))
            Should.Throw<InvalidOperationException>(() => gru.Call(Tensor.Ones([4, 2]))).Message.ShouldStartWith("Gru: a hook answered 1 tensors in the place of 2 outputs");
        using (gru.RegisterForwardPreHook((_, x) => [x[0], null!]))
            Should.Throw<InvalidOperationException>(() => gru.Call(Tensor.Ones([4, 2]))).Message.ShouldStartWith("Gru: a hook answered 1 tensors in the place of 2 inputs");
        using (gru.RegisterForwardPreHook((_, x) => null))
            Should.Throw<ShapeMismatchException>(() => gru.Call(Tensor.Ones([3])));
        Should.Throw<ArgumentNullException>(() => gru.RegisterForwardHook(null!)).ParamName.ShouldBe("hook");
        gru.Call(Tensor.Ones([4, 2])).Output.Shape.ShouldBe([4, 3]);
    }
}
