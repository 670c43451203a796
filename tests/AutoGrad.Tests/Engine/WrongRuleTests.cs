namespace AutoGrad.Tests.Engine;

/// <summary>A rule that returns nonsense is an exception that names the op, never a wrong gradient.</summary>
public class WrongRuleTests
{
    private static readonly Tensor X = Tensor.From([1.0, 2.0]);

    private static InvalidOperationException Thrown(Func<Tensor, Tensor> rule)
    {
        var x = X.Clone().WithGrad();
        var y = new RuledOp(rule).Apply(x);
        var thrown = Should.Throw<InvalidOperationException>(() => y.Sum().Backward());
        x.Grad.ShouldBeNull();
        thrown.Message.ShouldContain("Ruled");
        thrown.Message.ShouldContain("input 0");
        return thrown;
    }

    [Test]
    public void A_wrong_shape_is_refused() => Thrown(_ => Tensor.Zeros([3], DType.Float64)).Message.ShouldContain("[3]");

    [Test]
    public void A_shape_that_would_broadcast_is_refused_too() => Thrown(_ => Tensor.Zeros([4, 2], DType.Float64)).Message.ShouldContain("[4, 2]");

    [Test]
    public void A_wrong_element_type_is_refused() => Thrown(_ => Tensor.Zeros([2])).Message.ShouldContain("Float32");

    [Test]
    public void Null_is_refused() => Thrown(_ => null!).Message.ShouldContain("no gradient");

    [Test]
    public void A_rule_that_reads_what_it_does_not_save_is_told_so()
    {
        var x = X.Clone().WithGrad();
        Should.Throw<InvalidOperationException>(() => new GreedyOp().Apply(x).Sum().Backward()).Message.ShouldContain("Saves");
    }

    [Test]
    public void A_forward_that_returns_its_input_still_makes_a_result_of_its_own()
    {
        var x = X.Clone().WithGrad();
        var y = new IdentityOp().Apply(x);
        y.ShouldNotBeSameAs(x);
        x.IsLeaf.ShouldBeTrue();
        y.Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([1.0, 1.0]);
    }

    [Test]
    public void What_a_users_rule_keeps_is_never_overwritten()
    {
        var x = Tensor.Full([64], 0.5, DType.Float64).WithGrad();
        var spy = new RuledOp(null);
        var y = x;
        for (var i = 0; i < 10; i++) y = (spy.Apply((y * x).Tanh()) + x).Tanh();
        y.Sum().Backward();
        var kept = spy.Kept.ConvertAll(t => t.ToArray<double>());
        for (var i = 0; i < 3; i++) (x * x).Tanh().Sum().Backward();
        for (var i = 0; i < kept.Count; i++) spy.Kept[i].ToArray<double>().ShouldBe(kept[i]);
        kept.Select(k => k[0]).Distinct().Count().ShouldBe(kept.Count);
    }

    private sealed class RuledOp(Func<Tensor, Tensor>? rule) : NaryOp("Ruled", Saves.None)
    {
        public List<Tensor> Kept { get; } = [];

        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Clone();

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            if (rule is not null) return rule(g);
            Kept.Add(g);
            return g;
        }
    }

    private sealed class GreedyOp() : NaryOp("Greedy", Saves.None)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Clone();

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g * saved.X();
    }

    private sealed class IdentityOp() : NaryOp("Identity", Saves.None)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0];

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => g;
    }
}
