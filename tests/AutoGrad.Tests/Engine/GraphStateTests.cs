namespace AutoGrad.Tests.Engine;

/// <summary>Misuse of a graph is an exception that says what happened and what to do.</summary>
public class GraphStateTests
{
    [Test]
    public void A_second_pass_over_a_released_graph_says_retainGraph()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = (x * x).Sum();
        y.Backward();
        var thrown = Should.Throw<InvalidOperationException>(() => y.Backward());
        thrown.Message.ShouldContain("released");
        thrown.Message.ShouldContain("retainGraph: true");
        x.Grad!.ToArray<double>().ShouldBe([4.0]);
    }

    [Test]
    public void A_new_result_on_top_of_a_released_graph_is_refused_too()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = x * x;
        y.Backward();
        Should.Throw<InvalidOperationException>(() => (y * 2).Backward()).Message.ShouldContain("Multiply");
    }

    [Test]
    public void A_retained_graph_goes_backward_again()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var y = x * x;
        y.Backward(retainGraph: true);
        y.Backward();
        x.Grad!.ToArray<double>().ShouldBe([8.0]);
    }

    [Test]
    public void A_saved_tensor_changed_in_place_is_noticed()
    {
        var x = Tensor.From([2.0]).WithGrad();
        var data = Tensor.From([3.0]);
        var y = x * data;
        data.Mutate<double>()[0] = 4;
        var thrown = Should.Throw<InvalidOperationException>(() => y.Backward());
        thrown.Message.ShouldContain("Multiply");
        thrown.Message.ShouldContain("input 1 [1]");
        thrown.Message.ShouldContain("in place");
        thrown.Message.ShouldContain("Clone()");
        x.Grad.ShouldBeNull();
    }

    [Test]
    public void A_change_through_a_view_is_noticed()
    {
        var x = Tensor.From([2.0, 3.0]).WithGrad();
        var data = Tensor.From([3.0, 4.0], [2, 1]);
        var y = (x * data.Reshape(2)).Sum();
        data.Mutate<double>()[0] = 4;
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("in place");
    }

    [Test]
    public void A_leaf_changed_before_its_next_use_is_fine()
    {
        var x = Tensor.From([2.0]).WithGrad();
        using (GradMode.NoGrad()) x.Mutate<double>()[0] = 5;
        (x * x).Backward();
        x.Grad!.ToArray<double>().ShouldBe([10.0]);
        x.Version.ShouldBe(1);
    }

    [Test]
    public void Results_never_change_in_place_and_leaves_only_under_NoGrad()
    {
        var x = Tensor.From([2.0]).WithGrad();
        Should.Throw<InvalidOperationException>(() => x.Mutate<double>()).Message.ShouldContain("NoGrad");
        using (GradMode.NoGrad())
            Should.Throw<InvalidOperationException>(() => (x * 2).Mutate<double>()).Message.ShouldContain("Clone()");
        using (GradMode.NoGrad())
            (x * 2).Clone().Mutate<double>()[0].ShouldBe(4);
    }

    [Test]
    public void A_non_scalar_needs_an_upstream_gradient()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var thrown = Should.Throw<InvalidOperationException>(() => (x * 2).Backward());
        thrown.Message.ShouldContain("[2]");
        thrown.Message.ShouldContain("Sum");
    }

    [Test]
    public void A_result_that_needs_no_gradient_is_refused()
    {
        Should.Throw<InvalidOperationException>(() => Tensor.From([1.0]).Backward()).Message.ShouldContain("WithGrad()");
        Should.Throw<InvalidOperationException>(() => (Tensor.From([1.0]) * 2).Backward()).Message.ShouldContain("WithGrad()");
    }

    [Test]
    public void An_upstream_gradient_of_another_shape_or_type_is_refused()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        var y = x * 2;
        var thrown = Should.Throw<ShapeMismatchException>(() => y.Backward(Tensor.From([1.0])));
        thrown.First.ShouldBe(new Shape(2));
        thrown.Second.ShouldBe(new Shape(1));
        Should.Throw<ArgumentException>(() => y.Backward(Tensor.From([1f, 2f]))).Message.ShouldContain("Float64");
    }

    [Test]
    public void RequiresGrad_is_for_floating_leaves()
    {
        Should.Throw<ArgumentException>(() => Tensor.From([1, 2]).WithGrad()).Message.ShouldContain("Int32");
        var x = Tensor.From([1.0]).WithGrad();
        Should.Throw<InvalidOperationException>(() => (x * 2).RequiresGrad = false).Message.ShouldContain("Detach()");
        x.RequiresGrad = false;
        (x * 2).RequiresGrad.ShouldBeFalse();
    }

    [Test]
    public void Grad_can_only_be_set_to_what_fits_a_leaf()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        Should.Throw<ShapeMismatchException>(() => x.Grad = Tensor.From([1.0]));
        Should.Throw<ArgumentException>(() => x.Grad = Tensor.From([1f, 2f]));
        Should.Throw<InvalidOperationException>(() => Tensor.From([1.0]).Grad = Tensor.From([1.0]));
        x.Grad = Tensor.From([5.0, 6.0]);
        x.Grad.ToArray<double>().ShouldBe([5.0, 6.0]);
    }

    [Test]
    public void Element_types_that_differ_are_named_with_the_fix()
    {
        var thrown = Should.Throw<ArgumentException>(() => Tensor.From([1f]) + Tensor.From([1.0]));
        thrown.Message.ShouldContain("Add");
        thrown.Message.ShouldContain("Float32 [1]");
        thrown.Message.ShouldContain("Float64 [1]");
        thrown.Message.ShouldContain(".To(DType.Float32)");
        Should.Throw<ArgumentException>(() => Tensor.From([1.0]).AsSpan<float>()).Message.ShouldContain("Float64");
    }

    [Test]
    public void Shapes_that_do_not_broadcast_are_named()
    {
        var thrown = Should.Throw<ShapeMismatchException>(() => Tensor.Zeros([2, 3]) * Tensor.Zeros([4]));
        thrown.Op.ShouldBe("Multiply");
        thrown.Message.ShouldContain("[2, 3]");
        thrown.Message.ShouldContain("[4]");
        using (NameScope.Enter("Encoder"))
        using (NameScope.Enter("Hidden"))
            Should.Throw<ShapeMismatchException>(() => Tensor.Zeros([2, 3]) * Tensor.Zeros([4])).Message.ShouldEndWith("In module Encoder.Hidden.");
        NameScope.Path.ShouldBe("");
    }
}
