namespace AutoGrad.Tests.Control;

/// <summary>An exception of the user's code reaches the caller once, as it was thrown, and leaves everything usable.</summary>
public class ExceptionTests
{
    private sealed class MineException : Exception;

    private static Tensor Throw() => throw new MineException();

    private static IEnumerable<TestCaseData> Ways()
    {
        yield return Way("hook", x => { var y = x * 2; y.RegisterHook(_ => Throw()); return y.Sum(); });
        yield return Way("leaf hook", x => { x.RegisterHook(_ => Throw()); return (x * 2).Sum(); });
        yield return Way("custom rule", x => Autodiff.Custom(t => t * 2, (_, _, _) => Throw())(x).Sum());
        yield return Way("checkpoint", x => { var first = true; return Autodiff.Checkpoint(t => first ? Again(t * 2, first = false) : Throw(), x).Sum(); });
        yield return Way("unpack", x => { using (new SavedTensorHooks(t => t, _ => Throw()).Use()) return x.Exp().Sum(); });
    }

    private static TestCaseData Way(string name, Func<Tensor, Tensor> build) => new TestCaseData(build).SetArgDisplayNames(name);

    private static Tensor Again(Tensor t, bool _) => t;

    [TestCaseSource(nameof(Ways))]
    public void It_surfaces_once_with_its_own_stack_trace(Func<Tensor, Tensor> build)
    {
        var other = Tensor.From([1.0, 2.0]).WithGrad();
        var loss = build(Tensor.From([1.0, 2.0]).WithGrad()) + (other * other).Sum();
        var thrown = Should.Throw<MineException>(() => loss.Backward());
        thrown.InnerException.ShouldBeNull();
        thrown.StackTrace!.ShouldContain(nameof(Throw));
        other.Grad.ShouldBeNull("leaves change only when the whole pass has succeeded");
        GradMode.Enabled.ShouldBeTrue();
        ScratchPool.Current.ShouldBeNull();
        NameScope.Path.ShouldBe("");
        var again = Tensor.From([3.0]).WithGrad();
        (again * again).Tanh().Backward();
        again.Grad!.Item<double>().ShouldBe(6 * (1 - Math.Pow(Math.Tanh(9), 2)), 1e-12);
    }

    [Test]
    public void A_retained_graph_goes_backward_once_the_hook_is_gone()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var y = x * x;
        var loss = (y.Tanh() + y).Sum();
        using (y.RegisterHook(_ => Throw())) Should.Throw<MineException>(() => loss.Backward(retainGraph: true));
        loss.Backward(retainGraph: true);
        var first = x.Grad!.ToArray<double>();
        x.ZeroGrad();
        loss.Backward();
        x.Grad!.ToArray<double>().ShouldBe(first);
    }

    [Test]
    public void A_hook_that_throws_after_accumulation_leaves_all_gradients_in_place()
    {
        var (x, y) = (Tensor.From([2.0]).WithGrad(), Tensor.From([3.0]).WithGrad());
        using (x.RegisterPostAccumulateGradHook(_ => Throw()))
        using (y.RegisterPostAccumulateGradHook(_ => Throw()))
            Should.Throw<MineException>(() => (x * y).Backward());
        (x.Grad!.Item<double>(), y.Grad!.Item<double>()).ShouldBe((3.0, 2.0));
    }

    [Test]
    public void A_hook_or_a_rule_may_run_a_pass_of_its_own_even_over_the_same_graph()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = x * x * x;
        var inner = 0.0;
        y.RegisterHook(g =>
        {
            inner = Autodiff.Gradient(y, x, retainGraph: true).Item<double>();
            return null;
        });
        (y * x).Backward(retainGraph: true);
        inner.ShouldBe(12);
        x.Grad!.Item<double>().ShouldBe(32);
    }
}
