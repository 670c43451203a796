namespace AutoGrad.Tests.Control;

/// <summary>Functions with a rule of the user's own.</summary>
public class CustomFunctionTests
{
    private static readonly Func<Tensor, Tensor> s_softplus = Autodiff.Custom(x => x.Exp().Log1p(), (x, y, g) => g * x.Sigmoid(), "MySoftplus");

    // y = a b, z = a + b, and the index of the largest a, which has no gradient
    private static readonly CustomFunction s_several = Autodiff.Custom(
        (context, x) =>
        {
            context.Save(x[0], x[1]);
            var sum = x[0] + x[1];
            var sign = x[0].Sign();
            context.MarkNonDifferentiable(sign);
            return [x[0] * x[1], sum, x[0].ArgMax(), sign];
        },
        (context, g) => [g[0] * context.Saved[1] + g[1], g[0] * context.Saved[0] + g[1]],
        "Several");

    [Test]
    public void A_quick_function_differentiates_to_third_order()
    {
        var x = Tensor.From([-1.5, 0.2, 2.0]).WithGrad();
        GradCheck.Run(t => s_softplus(t[0]), [x], new GradCheckOptions { Order = 3 }).ThrowIfFailed();
        var y = s_softplus(x);
        y.Sum().Backward();
        x.Grad!.ToArray<double>()[1].ShouldBe(1 / (1 + Math.Exp(-0.2)), 1e-15);
    }

    [Test]
    public void Second_order_flows_through_a_saved_output()
    {
        var exp = Autodiff.Custom(x => x.Exp(), (_, y, g) => g * y);
        var x = Tensor.From([0.3, -0.7]).WithGrad();
        GradCheck.Run(t => exp(t[0] * t[0]), [x], new GradCheckOptions { Order = 2 }).ThrowIfFailed();
    }

    [Test]
    public void Several_outputs_some_without_gradients()
    {
        var (a, b) = (Tensor.From([1.0, 3.0]).WithGrad(), Tensor.From([2.0, 5.0]).WithGrad());
        var y = s_several.ApplyMany(a, b);
        y.Select(t => t.RequiresGrad).ShouldBe([true, true, false, false]);
        (y[0].Sum() + (y[1] * y[3]).Sum()).Backward();
        a.Grad!.ToArray<double>().ShouldBe([3.0, 6.0]);
        b.Grad!.ToArray<double>().ShouldBe([2.0, 4.0]);
        GradCheck.Run(t => s_several.ApplyMany(t)[..2], [a, b], new GradCheckOptions { Order = 2 }).ThrowIfFailed();
        a.ZeroGrad();
        s_several.ApplyMany(a, b)[1].Sum().Backward();      // the product is not used: its upstream gradient is zeros
        a.Grad!.ToArray<double>().ShouldBe([1.0, 1.0]);
    }

    [Test]
    public void An_input_without_gradient_may_get_null()
    {
        var scale = Autodiff.Custom((c, x) => { c.Save(x[1]); return [x[0] * x[1]]; }, (c, g) => [g[0] * c.Saved[0], null]);
        var x = Tensor.From([2.0]).WithGrad();
        scale.Apply(x, Tensor.From([3.0])).Backward();
        x.Grad!.ToArray<double>().ShouldBe([3.0]);
        var second = Tensor.From([3.0]).WithGrad();
        Should.Throw<InvalidOperationException>(() => scale.Apply(x, second).Backward()).Message.ShouldContain("returned no gradient for input 1");
    }

    [Test]
    public void A_wrong_answer_is_named()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        string Message(Func<CustomContext, Tensor[], Tensor?[]> rule) =>
            Should.Throw<InvalidOperationException>(() => Autodiff.Custom((_, t) => [t[0] * 2], rule, "Wrong").Apply(x).Sum().Backward()).Message;
        Message((_, g) => [g[0].Sum()]).ShouldBe("Wrong: its rule returned a gradient of shape [] for input 0, which has shape [2].");
        Message((_, g) => [g[0].To(DType.Float32)]).ShouldBe("Wrong: its rule returned Float32 for input 0, which is Float64.");
        Message((_, g) => [g[0], g[0]]).ShouldBe("Wrong: its rule returned 2 gradients for 1 inputs.");
        Message((_, _) => null!).ShouldContain("returned null");
        x.Grad.ShouldBeNull();
    }

    [Test]
    public void GradCheck_finds_a_wrong_rule()
    {
        var wrong = Autodiff.Custom(x => x.Square(), (x, _, g) => g * x, "HalfSquare");
        GradCheck.Run(t => wrong(t[0]), [Tensor.From([1.0, 2.0])]).Passed.ShouldBeFalse();
    }

    [Test]
    public void What_is_neither_input_nor_output_has_no_second_derivative_unless_it_is_a_constant()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var hidden = Autodiff.Custom((c, t) => { var s = t[0].Square(); c.Save(s); return [s * t[0]]; }, (c, g) => [g[0] * 3 * c.Saved[0]], "Hidden");
        hidden.Apply(x).Backward();
        x.Grad!.ToArray<double>().ShouldBe([12.0]);
        Should.Throw<NotSupportedException>(() => Autodiff.Gradient(hidden.Apply(x), x, createGraph: true)).Message.ShouldContain("SaveConstant");
        var mask = Tensor.From([4.0]);
        var masked = Autodiff.Custom((c, t) => { c.SaveConstant(mask * 1); c.Save(t[0]); return [t[0].Square() * mask]; }, (c, g) => [g[0] * c.Saved[0] * c.Saved[1] * 2]);
        Autodiff.Gradient(Autodiff.Gradient(masked.Apply(x), x, createGraph: true), x).ToArray<double>().ShouldBe([8.0]);
    }

    [Test]
    public void A_saved_tensor_changed_in_place_is_noticed_and_a_released_one_says_so()
    {
        var (x, data) = (Tensor.From([2.0]).WithGrad(), Tensor.From([3.0]));
        var y = s_several.ApplyMany(x, data)[0];
        data.Mutate<double>()[0] = 1;
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("saved tensor 1 [1] was changed in place");
        CustomContext? context = null;
        var square = Autodiff.Custom((c, t) => { context = c; c.Save(t[0]); return [t[0].Square()]; }, (c, g) => [g[0] * 2 * c.Saved[0]]);
        square.Apply(x).Backward();
        Should.Throw<InvalidOperationException>(() => context!.Saved).Message.ShouldContain("released");
    }

    [Test]
    public void A_result_is_always_a_tensor_of_its_own()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var constant = Tensor.From([7.0]);
        var same = Autodiff.Custom((_, t) => [t[0], t[0], constant], (_, g) => [g[0] + 10 * g[1] + 100 * g[2]], "Same");
        var y = same.ApplyMany(x);
        y.ShouldAllBe(t => !ReferenceEquals(t, x) && !ReferenceEquals(t, constant));
        (y[0] + y[1] + y[2]).Backward();
        x.Grad!.ToArray<double>().ShouldBe([111.0]);
        constant.RequiresGrad.ShouldBeFalse();
        x.IsLeaf.ShouldBeTrue();
    }

    [Test]
    public void Nothing_is_recorded_under_NoGrad_or_for_constants()
    {
        var x = Tensor.From([2.0]).WithGrad();
        using (GradMode.NoGrad()) s_softplus(x).RequiresGrad.ShouldBeFalse();
        s_softplus(x.Detach()).RequiresGrad.ShouldBeFalse();
    }

    [Test]
    public void What_a_rule_was_shown_never_changes()
    {
        List<(Tensor Seen, double[] Then)> seen = [];
        var spy = Autodiff.Custom(x => x * 1, (_, _, g) =>
        {
            seen.Add((g, g.ToArray<double>()));
            return g;
        });
        var x = Tensor.Full([64], 0.5, DType.Float64).WithGrad();
        var y = x;
        for (var i = 0; i < 6; i++) y = (spy(y.Tanh() * x) + x).Sigmoid();
        y.Sum().Backward();
        seen.Count.ShouldBe(6);
        foreach (var (tensor, then) in seen) tensor.ToArray<double>().ShouldBe(then);
    }
}
