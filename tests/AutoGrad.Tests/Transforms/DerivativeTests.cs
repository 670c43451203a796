using AutoGrad.Tests.OpTable;

namespace AutoGrad.Tests.Transforms;

/// <summary>Gradients, products, Jacobians and Hessians against closed forms.</summary>
public class DerivativeTests
{
    private static readonly Tensor s_x = Tensor.From([0.5, -1.0, 2.0]);

    private static readonly Tensor s_a = Tensor.From([2.0, -1, 0.5, 3, 1, 4, -2, 0.25], [4, 2]);

    [Test]
    public void A_gradient_of_a_function()
    {
        var (value, gradient) = Autodiff.ValueAndGradient(x => (x * x * x).Sum(), s_x);
        Same(value, 0.125 - 1 + 8);
        Same(gradient, 0.75, 3, 12);
        value.RequiresGrad.ShouldBeFalse();
        gradient.RequiresGrad.ShouldBeFalse();
        s_x.RequiresGrad.ShouldBeFalse();
    }

    [Test]
    public void Gradients_by_several_inputs()
    {
        var gradients = Autodiff.Gradient(t => (t[0] * t[1]).Sum(), [s_x, s_x.Exp()]);
        Expect.Close(NdArray.Of(gradients[0]), NdArray.Of(s_x.Exp()), 1e-15, "by the first");
        Same(gradients[1], 0.5, -1, 2);
    }

    [Test]
    public void One_tensor_may_be_two_inputs()
    {
        var gradients = Autodiff.Gradient(t => (t[0] * t[0] * t[1]).Sum(), [s_x, s_x]);
        Same(gradients[0], 0.5, 2, 8);
        Same(gradients[1], 0.25, 1, 4);
    }

    [Test]
    public void What_does_not_depend_on_the_input_has_derivative_zero()
    {
        Same(Autodiff.Gradient(_ => Tensor.Scalar(3.0), s_x), 0, 0, 0);
        Same(Autodiff.Gradient(x => (x.Detach() * 2).Sum(), s_x), 0, 0, 0);
        Same(Autodiff.Jvp(_ => Tensor.Scalar(3.0), s_x, s_x).Tangent, 0);
        Same(Autodiff.Jacobian(_ => Tensor.Ones([2], DType.Float64), s_x), 0, 0, 0, 0, 0, 0);
        Same(Autodiff.Hessian(x => x.Sum(), s_x), 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    [Test]
    public void A_pullback_may_be_used_again()
    {
        var (value, pullback) = Autodiff.Vjp(x => x.Square(), s_x);
        Same(value, 0.25, 1, 4);
        Same(pullback(Tensor.From([1.0, 1, 1])), 1, -2, 4);
        Same(pullback(Tensor.From([0.0, 10, 1])), 0, -20, 4);
    }

    [Test]
    public void Products_of_functions_of_several_results()
    {
        Tensor[] F(Tensor[] t) => [t[0] * t[1], t[0].Sum()];
        var (values, tangents) = Autodiff.Jvp(F, [s_x, s_x], [Tensor.From([1.0, 0, 0]), Tensor.From([0.0, 1, 0])]);
        Same(values[0], 0.25, 1, 4);
        Same(tangents[0], 0.5, -1, 0);
        Same(tangents[1], 1);
        var pulled = Autodiff.Vjp(F, [s_x, s_x]).Pullback([Tensor.From([1.0, 1, 1]), Tensor.Scalar(10.0)]);
        Same(pulled[0], 10.5, 9, 12);
        Same(pulled[1], 0.5, -1, 2);
    }

    [TestCase(JacobianMode.Auto)]
    [TestCase(JacobianMode.Forward)]
    [TestCase(JacobianMode.Reverse)]
    public void The_Jacobian_of_a_linear_function_is_its_matrix(JacobianMode mode)
    {
        var x = Tensor.From([0.5, 2.0]);
        Expect.Close(NdArray.Of(Autodiff.Jacobian(t => s_a.MatMul(t), x, mode)), NdArray.Of(s_a), 0, "A");
        Expect.Close(NdArray.Of(Autodiff.Jacobian(t => s_a.T.MatMul(t), Tensor.Ones([4], DType.Float64), mode)), NdArray.Of(s_a.T), 0, "Aᵀ");
    }

    [TestCase(JacobianMode.Forward)]
    [TestCase(JacobianMode.Reverse)]
    public void A_Jacobian_has_the_axes_of_the_result_and_then_of_the_input(JacobianMode mode)
    {
        var x = Tensor.From([1.0, 2, 3, 4, 5, 6], [2, 3]);
        var j = Autodiff.Jacobian(t => t.T * 2, x, mode);
        j.Shape.ShouldBe([3, 2, 2, 3]);
        for (var (i, flat) = (0, j.ToArray<double>()); i < flat.Length; i++)
            flat[i].ShouldBe(i / 12 == i % 3 && i / 6 % 2 == i / 3 % 2 ? 2 : 0);
        Autodiff.Jacobian(t => t.Sum(), x, mode).Shape.ShouldBe([2, 3]);
        Autodiff.Jacobian(t => t[0, 0], x, mode).Shape.ShouldBe([2, 3]);
    }

    [TestCase(JacobianMode.Forward)]
    [TestCase(JacobianMode.Reverse)]
    public void A_Jacobian_of_many_rows_and_columns(JacobianMode mode)
    {
        var x = Tensor.Linspace(0, 1, 300, DType.Float64);
        var j = Autodiff.Jacobian(t => t.Square(), x, mode);
        Expect.Close(NdArray.Of(j), NdArray.Of((2 * x).DiagEmbed()), 1e-15, "diagonal");
    }

    [Test]
    public void Jacobians_by_several_inputs()
    {
        var j = Autodiff.Jacobian(t => t[0] * t[1].Sum(), [Tensor.From([1.0, 2]), Tensor.From([3.0, 4, 5])]);
        Same(j[0], 12, 0, 0, 12);
        Same(j[1], 1, 1, 1, 2, 2, 2);
    }

    [TestCase(JacobianMode.Forward)]
    [TestCase(JacobianMode.Reverse)]
    public void Empty_tensors(JacobianMode mode)
    {
        var empty = Tensor.Zeros([0], DType.Float64);
        Autodiff.Jacobian(t => t * 2, empty, mode).Shape.ShouldBe([0, 0]);
        Autodiff.Jacobian(t => Tensor.Concat([t, s_x]), empty, mode).Shape.ShouldBe([3, 0]);
        Autodiff.Jacobian(t => t.Narrow(0, 0, 0), s_x, mode).Shape.ShouldBe([0, 3]);
        Autodiff.Hessian(t => t.Square().Sum(), empty).Shape.ShouldBe([0, 0]);
        Autodiff.Gradient(t => t.Sum(), empty).Shape.ShouldBe([0]);
        Autodiff.Laplacian(t => t.Square().Sum(), empty).ToScalar().ShouldBe(0);
    }

    [Test]
    public void The_Hessian_of_Rosenbrock()
    {
        static Tensor F(Tensor x) => 100 * (x[1] - x[0].Square()).Square() + (1 - x[0]).Square();
        var x = Tensor.From([-1.2, 1.0]);
        Expect.Close(NdArray.Of(Autodiff.Hessian(F, x)), new NdArray([1200 * 1.44 - 400 + 2, 480, 480, 200], 2, 2), 1e-13, "H");
        var v = Tensor.From([2.0, -3.0]);
        var expected = new NdArray([1330 * 2 - 3 * 480, 480 * 2 - 600], 2);
        Expect.Close(NdArray.Of(Autodiff.HessianVector(F, x, v)), expected, 1e-13, "H v");
        Expect.Close(NdArray.Of(Autodiff.VectorHessian(F, x, v)), expected, 1e-13, "vᵀ H");
        Autodiff.Laplacian(F, x).ToScalar().ShouldBe(1530, 1e-10);
    }

    [Test]
    public void The_Laplacian_of_a_harmonic_function_is_zero_and_sums_over_all_inputs()
    {
        var (x, y) = (Tensor.From([0.3, -1.2]), Tensor.From([0.7]));
        Autodiff.Laplacian(p => 1 / p.Norm(), Tensor.Concat([x, y])).ToScalar().ShouldBe(0, 1e-13);
        Autodiff.Laplacian(t => 1 / Tensor.Concat(t).Norm(), [x, y]).ToScalar().ShouldBe(0, 1e-13);
        Autodiff.Laplacian(t => (t[0].Pow(3).Sum() * t[1]).Sum() + t[1].Pow(4).Sum(), [x, y]).ToScalar().ShouldBe(6 * (0.3 - 1.2) * 0.7 + 12 * 0.49, 1e-13);
        Should.Throw<ArgumentException>(() => Autodiff.Laplacian(_ => x.Sum(), [])).ParamName.ShouldBe("x");
        Should.Throw<InvalidOperationException>(() => Autodiff.Laplacian(t => t[0], [x, y])).Message.ShouldContain("only one element");
    }

    [Test]
    public void A_Hessian_in_blocks()
    {
        Tensor[] x = [Tensor.From([1.0, 2]), Tensor.Scalar(3.0)];
        var h = Autodiff.Hessian(t => (t[0].Square() * t[1]).Sum(), x);
        Same(h[0][0], 6, 0, 0, 6);
        Same(h[0][1], 2, 4);
        Same(h[1][0], 2, 4);
        Same(h[1][1], 0);
        var v = Autodiff.HessianVector(t => (t[0].Square() * t[1]).Sum(), x, [Tensor.From([1.0, 1]), Tensor.Scalar(2.0)]);
        Same(v[0], 10, 14);
        Same(v[1], 6);
    }

    [Test]
    public void Derivatives_of_derivatives_to_the_fifth_order()
    {
        static Func<Tensor, Tensor> D(Func<Tensor, Tensor> f) => x => Autodiff.Gradient(f, x);
        static Func<Tensor, Tensor> J(Func<Tensor, Tensor> f) => x => Autodiff.Jvp(f, x, Tensor.OnesLike(x)).Tangent;
        Func<Tensor, Tensor> f = x => x.Pow(6), mixed = f, forward = f, reverse = f;
        for (var order = 1; order <= 5; order++)
            (mixed, forward, reverse) = (order % 2 == 0 ? D(mixed) : J(mixed), J(forward), D(reverse));
        foreach (var fifth in new[] { mixed, forward, reverse }) fifth(Tensor.Scalar(2.0)).ToScalar().ShouldBe(720 * 2, 1e-9);
    }

    [Test]
    public void The_Jacobian_of_a_Jacobian()
    {
        var second = Autodiff.Jacobian(x => Autodiff.Jacobian(t => t.Pow(3), x), s_x);
        second.Shape.ShouldBe([3, 3, 3]);
        for (var i = 0; i < 27; i++) second.ToArray<double>()[i].ShouldBe(i / 9 == i / 3 % 3 && i / 9 == i % 3 ? 6 * s_x.ToArray<double>()[i % 3] : 0, 1e-14);
    }

    [Test]
    public void Nested_derivatives_do_not_confuse_their_inputs()
    {
        // d/dx (x · d/dy (x + y)) = 1
        foreach (var inner in (Func<Func<Tensor, Tensor>, Tensor, Tensor>[])[Autodiff.Gradient, (f, y) => Autodiff.Jvp(f, y, Tensor.OnesLike(y)).Tangent])
        {
            Autodiff.Gradient(x => x * inner(y => x + y, Tensor.Scalar(1.0)), Tensor.Scalar(1.0)).ToScalar().ShouldBe(1);
            Autodiff.Jvp(x => x * inner(y => x + y, Tensor.Scalar(1.0)), Tensor.Scalar(1.0), Tensor.Scalar(1.0)).Tangent.ToScalar().ShouldBe(1);
            Autodiff.Gradient(x => x * inner(y => x * y, x), Tensor.Scalar(3.0)).ToScalar().ShouldBe(6);
        }
    }

    [Test]
    public void A_result_is_recorded_where_it_depends_on_something_outside()
    {
        var w = Tensor.Scalar(3.0).WithGrad();
        var gradient = Autodiff.Gradient(x => w * x * x, Tensor.Scalar(2.0));
        gradient.ToScalar().ShouldBe(12);
        Autodiff.Gradient(gradient, w).ToScalar().ShouldBe(4);
        var (_, tangent) = Autodiff.Jvp(x => w * x * x, Tensor.Scalar(2.0), Tensor.Scalar(1.0));
        Autodiff.Gradient(tangent, w).ToScalar().ShouldBe(4);
        using (GradMode.NoGrad()) Autodiff.Gradient(x => w * x * x, Tensor.Scalar(2.0)).RequiresGrad.ShouldBeFalse();
        w.Grad.ShouldBeNull();
    }

    [Test]
    public void An_input_of_a_graph_stays_in_it()
    {
        var x = Tensor.Scalar(2.0).WithGrad();
        var (value, gradient) = Autodiff.ValueAndGradient(t => t * t * t, x);
        Autodiff.Gradient(value, x, retainGraph: true).ToScalar().ShouldBe(12);
        Autodiff.Gradient(gradient, x).ToScalar().ShouldBe(12);
    }

    [Test]
    public void Errors_say_what_is_wrong()
    {
        Should.Throw<InvalidOperationException>(() => Autodiff.Gradient(x => x * x, s_x)).Message.ShouldContain("returned [3]");
        Should.Throw<ArgumentException>(() => Autodiff.Gradient(x => x.Sum(), Tensor.From([1, 2]))).Message.ShouldContain("input 0 [2] holds Int32");
        Should.Throw<ArgumentException>(() => Autodiff.Jacobian(x => x > 0, s_x)).Message.ShouldContain("returned Bool [3]");
        Should.Throw<ArgumentException>(() => Autodiff.Vjp(x => (Tensor)null!, s_x)).Message.ShouldContain("null");
        Should.Throw<ShapeMismatchException>(() => Autodiff.Jvp(x => x, s_x, Tensor.Ones([2], DType.Float64))).Message.ShouldContain("tangent 0");
        Should.Throw<ArgumentException>(() => Autodiff.Jvp(x => x * 2, s_x, Tensor.Ones([3]))).Message.ShouldContain("Float32");
        Should.Throw<ShapeMismatchException>(() => Autodiff.Vjp(x => x * 2, s_x).Pullback(Tensor.Ones([2], DType.Float64))).Message.ShouldContain("upstream gradient 0");
        Should.Throw<ShapeMismatchException>(() => Autodiff.HessianVector(x => x.Sum(), s_x, Tensor.Ones([2], DType.Float64)));
        Should.Throw<ShapeMismatchException>(() => Autodiff.VectorHessian(x => x.Sum(), s_x, Tensor.Ones([2], DType.Float64)));
        Should.Throw<ArgumentException>(() => Autodiff.Jvp(t => (Tensor[])[t[0]], [s_x], [s_x, s_x])).Message.ShouldContain("2 tensors as tangent for 1");
        Should.Throw<ArgumentOutOfRangeException>(() => Autodiff.Jacobian(x => x, s_x, (JacobianMode)9));
        Should.Throw<ArgumentNullException>(() => Autodiff.Gradient((Func<Tensor, Tensor>)null!, s_x));
        Should.Throw<ArgumentNullException>(() => Autodiff.Gradient(x => x.Sum(), (Tensor)null!));
    }

    [Test]
    public void A_user_op_without_a_tangent_rule_is_pushed_by_two_pullbacks()
    {
        var a = Tensor.From([1.0, 2, 3, 4], [2, 2]);
        var (_, tangent) = Autodiff.Jvp(x => new OuterOp().Apply(x), Tensor.From([1.0, 2]), Tensor.From([1.0, 10]));
        Same(tangent, 2, 12, 12, 40);
        Expect.Close(NdArray.Of(Autodiff.Hessian(x => (new OuterOp().Apply(x) * a).Sum(), Tensor.From([1.0, 2]))), new NdArray([2, 5, 5, 8], 2, 2), 1e-14, "H");
    }

    private sealed class OuterOp() : NaryOp("MyOuter", Saves.Inputs)
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> x) => x[0].Outer(x[0]);

        protected internal override Tensor Vjp(int input, Saved saved, Tensor g) => (g + g.T).MatMul(saved.X());
    }

    private static void Same(Tensor actual, params double[] expected) => NdArray.Of(actual).Data.ShouldBe(expected);
}
