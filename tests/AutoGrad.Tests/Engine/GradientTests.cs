namespace AutoGrad.Tests.Engine;

public class GradientTests
{
    [Test]
    public void Gradient_leaves_Grad_alone()
    {
        var x = Tensor.From([3.0]).WithGrad();
        Autodiff.Gradient(x * x, x).ToArray<double>().ShouldBe([6.0]);
        x.Grad.ShouldBeNull();
    }

    [Test]
    public void Intermediate_results_can_be_differentiated_by()
    {
        var x = Tensor.From([3.0]).WithGrad();
        var y = x * x;
        var g = Autodiff.Gradient((y * y + x).Sum(), [y, x]);
        g[0].ToArray<double>().ShouldBe([18.0]);
        g[1].ToArray<double>().ShouldBe([109.0]);
    }

    [Test]
    public void The_output_itself_has_gradient_one()
    {
        var x = Tensor.From([3.0]).WithGrad();
        var y = x * 2;
        Autodiff.Gradient(y, y).ToArray<double>().ShouldBe([1.0]);
        Autodiff.Gradient(x, x).ToArray<double>().ShouldBe([1.0]);
    }

    [Test]
    public void Several_outputs_are_summed_with_their_upstream_gradients()
    {
        var x = Tensor.From([3.0, 5.0]).WithGrad();
        var (y, z) = (x * x, x * 7);
        var g = Autodiff.Gradient([y, z], [x], [Tensor.From([1.0, 10.0]), Tensor.From([100.0, 0.0])]);
        g[0].ToArray<double>().ShouldBe([706.0, 100.0]);
    }

    [Test]
    public void Derivatives_of_any_order_follow_from_createGraph()
    {
        var x = Tensor.Scalar(2.0).WithGrad();
        var y = x * x * x * x * x;
        double[] expected = [80, 160, 240, 240, 120];
        foreach (var order in expected)
        {
            y = Autodiff.Gradient(y, x, createGraph: true);
            y.ToArray<double>().ShouldBe([order]);
        }
    }

    [Test]
    public void Backward_with_createGraph_makes_a_gradient_that_can_be_differentiated()
    {
        var x = Tensor.Scalar(2.0).WithGrad();
        (x * x * x).Backward(createGraph: true);
        var g = x.Grad!;
        g.RequiresGrad.ShouldBeTrue();
        Autodiff.Gradient(g, x).ToArray<double>().ShouldBe([12.0]);
    }

    [Test]
    public void Only_ops_on_the_way_to_an_input_are_visited()
    {
        var x = Tensor.From([1.0]).WithGrad();
        var w = Tensor.From([1.0]).WithGrad();
        var op = new CountingOp();
        var y = x * 2 + op.Apply(w);
        Autodiff.Gradient(y, x).ToArray<double>().ShouldBe([2.0]);
        op.Calls.ShouldBe(0);
    }

    [Test]
    public void Unused_inputs_are_refused_or_answered_as_asked()
    {
        var x = Tensor.From([1.0]).WithGrad();
        var other = Tensor.From([1.0, 2.0]).WithGrad();
        var thrown = Should.Throw<InvalidOperationException>(() => Autodiff.Gradient(x * 2, [x, other]));
        thrown.Message.ShouldContain("input 1 [2]");
        thrown.Message.ShouldContain("UnusedInputs.Null");
        var nulls = Autodiff.Gradient(x * 2, [x, other], unused: UnusedInputs.Null);
        nulls[1].ShouldBeNull();
        var zeros = Autodiff.Gradient(x * 2, [x, other], unused: UnusedInputs.Zeros);
        zeros[1].Shape.ShouldBe(other.Shape);
        zeros[1].ToArray<double>().ShouldBe([0.0, 0.0]);
    }

    [Test]
    public void Inputs_without_gradient_are_refused_by_number()
    {
        var x = Tensor.From([1.0]).WithGrad();
        Should.Throw<ArgumentException>(() => Autodiff.Gradient(x * 2, [x, Tensor.From([1.0])])).Message.ShouldContain("input 1");
        Should.Throw<ArgumentException>(() => Autodiff.Gradient([], [x])).ParamName.ShouldBe("outputs");
        Should.Throw<ArgumentException>(() => Autodiff.Gradient([x * 2], [x], [null, null])).ParamName.ShouldBe("upstream");
        Autodiff.Gradient(x * 2, []).ShouldBeEmpty();
    }

    private sealed class CountingOp() : NaryOp("Counting", Saves.None)
    {
        public int Calls { get; private set; }

        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Clone();

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g)
        {
            Calls++;
            return g;
        }
    }
}
