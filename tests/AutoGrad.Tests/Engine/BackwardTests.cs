namespace AutoGrad.Tests.Engine;

public class BackwardTests
{
    [Test]
    public void Gradients_accumulate_on_leaves_until_zeroed()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        (x * x).Sum().Backward();
        (x * x).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([4.0, 8.0]);
        x.ZeroGrad();
        x.Grad.ShouldBeNull();
        (x * x).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([2.0, 4.0]);
    }

    [Test]
    public void Only_leaves_hold_a_gradient()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var y = x * x;
        y.Sum().Backward();
        y.IsLeaf.ShouldBeFalse();
        y.Grad.ShouldBeNull();
        x.IsLeaf.ShouldBeTrue();
    }

    [Test]
    public void A_gradient_handed_out_does_not_change_when_more_is_accumulated()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        (x * x).Sum().Backward();
        var first = x.Grad!;
        (x * x).Sum().Backward();
        first.ToArray<double>().ShouldBe([2.0, 4.0]);
    }

    [Test]
    public void An_explicit_upstream_gradient_is_used_and_left_alone()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var upstream = Tensor.From([10.0, 100.0]);
        (x + x).Backward(upstream);
        x.Grad!.ToArray<double>().ShouldBe([20.0, 200.0]);
        upstream.ToArray<double>().ShouldBe([10.0, 100.0]);
    }

    [Test]
    public void The_upstream_gradient_never_becomes_the_gradient_itself()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var upstream = Tensor.From([10.0, 100.0]);
        x.Backward(upstream);
        upstream.Mutate<double>()[0] = 7;
        x.Grad!.ToArray<double>().ShouldBe([10.0, 100.0]);
    }

    [Test]
    public void Fan_out_sums_over_all_paths()
    {
        var x = Tensor.Scalar(3.0).WithGrad();
        var y = x * x;
        (y + y + y * x).Backward();             // 2x² + x³
        x.Grad!.ToArray<double>().ShouldBe([12.0 + 27.0]);
    }

    [Test]
    public void Broadcast_operands_get_gradients_of_their_own_shape()
    {
        var a = Tensor.Ones([2, 1, 3], DType.Float64).WithGrad();
        var b = Tensor.Ones([4, 1], DType.Float64).WithGrad();
        var c = Tensor.Scalar(2.0).WithGrad();
        ((a + b) * c).Sum().Backward();
        a.Grad!.Shape.ShouldBe(a.Shape);
        a.Grad!.ToArray<double>().ShouldAllBe(g => g == 8);
        b.Grad!.Shape.ShouldBe(b.Shape);
        b.Grad!.ToArray<double>().ShouldAllBe(g => g == 12);
        c.Grad!.ToArray<double>().ShouldBe([48.0]);
    }

    [Test]
    public void Nothing_is_recorded_under_NoGrad()
    {
        var x = Tensor.From([1.0]).WithGrad();
        Tensor y, z;
        using (GradMode.NoGrad())
        {
            y = x * x;
            using (GradMode.EnableGrad()) z = x * x;
        }
        y.RequiresGrad.ShouldBeFalse();
        z.RequiresGrad.ShouldBeTrue();
        GradMode.Enabled.ShouldBeTrue();
    }

    [Test]
    public void Detach_cuts_the_graph_and_shares_the_elements()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = (x * x).Detach() * x;
        y.Backward();
        x.Grad!.ToArray<double>().ShouldBe([4.0]);
        var data = Tensor.From([1.0]);
        var alias = data.Detach();
        data.Mutate<double>()[0] = 5;
        alias.ToArray<double>().ShouldBe([5.0]);
    }

    [Test]
    public void An_exception_on_the_way_leaves_every_gradient_as_it_was()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        (x * x).Sum().Backward();
        var y = new NoDerivativeOp().Apply(x);
        Should.Throw<NotSupportedException>(() => (y + x * 100).Sum().Backward()).Message.ShouldContain("NoDerivative");
        x.Grad!.ToArray<double>().ShouldBe([2.0, 4.0]);
        (x * x).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([4.0, 8.0]);
    }

    [Test]
    public void An_op_of_several_outputs_gets_all_gradients_at_once_and_null_for_unused_ones()
    {
        var op = new TwiceAndThriceOp();
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var y = op.Apply(x);
        (y[0] * y[1] + y[0]).Sum().Backward();          // 6x² + 2x
        x.Grad!.ToArray<double>().ShouldBe([14.0, 26.0]);
        op.Calls.ShouldBe(1);
        x.ZeroGrad();
        op.Apply(x)[1].Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([3.0, 3.0]);
        op.SawNull.ShouldBeTrue();
    }

    [Test]
    public void An_op_of_several_outputs_differentiates_twice()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var y = new TwiceAndThriceOp().Apply(x);
        var g = Autodiff.Gradient((y[0] * y[1] * x).Sum(), x, createGraph: true);       // 18x²
        g.ToArray<double>().ShouldBe([18.0, 72.0]);
        Autodiff.Gradient(g.Sum(), x).ToArray<double>().ShouldBe([36.0, 72.0]);
    }

    private sealed class NoDerivativeOp() : NaryOp("NoDerivative", Saves.None)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Clone();
    }

    private sealed class TwiceAndThriceOp() : MultiOutputOp("TwiceAndThrice", Saves.None)
    {
        public int Calls { get; private set; }

        public bool SawNull { get; private set; }

        protected override Tensor[] Forward(ReadOnlySpan<Tensor> x) => [x[0] * 2, x[0] * 3];

        protected internal override Tensor Vjp(int input, Saved saved, ReadOnlySpan<Tensor?> g)
        {
            Calls++;
            SawNull |= g[0] is null;
            return g[0] is not { } first ? g[1]! * 3 : g[1] is { } second ? first * 2 + second * 3 : first * 2;
        }
    }
}
