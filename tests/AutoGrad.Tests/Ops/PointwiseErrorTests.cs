namespace AutoGrad.Tests.Ops;

public class PointwiseErrorTests
{
    private static readonly Tensor s_floats = Tensor.From([1f, 2f]), s_doubles = Tensor.From([1.0, 2.0]), s_integers = Tensor.From([1, 2]), s_truths = Tensor.From([true, false]);

    [Test]
    public void Division_of_integers_names_the_conversion_that_helps()
    {
        foreach (var divide in new Func<Tensor>[] { () => s_integers / s_integers, () => s_integers / 2, () => 2 / s_integers })
            Should.Throw<ArgumentException>(divide).Message.ShouldContain(".To(DType.Float32)");
    }

    [Test]
    public void Functions_of_real_numbers_refuse_integers_and_truth_values()
    {
        foreach (var x in new[] { s_integers, s_truths })
            foreach (var run in new Func<Tensor, Tensor>[] { x => x.Exp(), x => x.Sqrt(), x => x.Floor(), x => x.Relu(), x => x.Pow(2), x => x.Erf(), x => x.Hypot(x), x => Tensor.Pow(2, x) })
                Should.Throw<ArgumentException>(() => run(x)).Message.ShouldContain(".To(DType.Float32)");
    }

    [Test]
    public void Element_types_are_not_promoted()
    {
        foreach (var run in new Func<Tensor>[]
        {
            () => s_floats / s_doubles, () => s_floats % s_doubles, () => s_floats.Maximum(s_doubles), () => s_floats < s_doubles, () => s_floats.EqualTo(s_integers),
            () => s_floats.Pow(s_doubles), () => Tensor.Where(s_truths, s_floats, s_doubles), () => s_floats.Lerp(s_doubles, 0.5),
        })
            Should.Throw<ArgumentException>(run).Message.ShouldContain("element types differ");
    }

    [Test]
    public void Shapes_that_do_not_broadcast_are_named()
    {
        var three = Tensor.From([1f, 2f, 3f]);
        foreach (var run in new Func<Tensor>[]
        {
            () => s_floats / three, () => s_floats.Minimum(three), () => s_floats >= three, () => s_truths & (three > 0), () => Tensor.Where(s_truths, three, 0), () => three.MaskedFill(s_truths, 0),
        })
            Should.Throw<ShapeMismatchException>(run).Message.ShouldContain("[3]");
    }

    [Test]
    public void A_mask_must_hold_truth_values_and_not_enlarge_the_tensor()
    {
        Should.Throw<ArgumentException>(() => Tensor.Where(s_floats, s_floats, 0)).ParamName.ShouldBe("condition");
        Should.Throw<ArgumentException>(() => s_floats.MaskedFill(s_floats, 0)).ParamName.ShouldBe("mask");
        Should.Throw<ShapeMismatchException>(() => Tensor.Ones([]).MaskedFill(s_truths, 0));
        foreach (var run in new Func<Tensor>[] { () => s_floats & s_truths, () => s_truths | s_integers, () => !s_floats, () => s_truths ^ s_floats })
            Should.Throw<ArgumentException>(run).Message.ShouldContain("must be Bool");
    }

    [Test]
    public void A_fraction_beside_integers_is_refused()
    {
        foreach (var run in new Func<Tensor>[] { () => s_integers.Clamp(0.5), () => s_integers > 0.5, () => s_integers % 1.5, () => s_integers.MaskedFill(s_truths, double.NaN), () => s_integers.EqualTo(0.5) })
            Should.Throw<ArgumentException>(run).Message.ShouldContain("Int32");
    }

    [Test]
    public void Parameters_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => s_floats.Clamp());
        Should.Throw<ArgumentException>(() => s_floats.Hardtanh(1, -1));
        Should.Throw<ArgumentException>(() => s_floats.Hardtanh(double.NaN));
        foreach (var beta in new[] { 0, double.NaN, double.PositiveInfinity }) Should.Throw<ArgumentOutOfRangeException>(() => s_floats.Softplus(beta));
        Should.Throw<ArgumentOutOfRangeException>(() => s_floats.Gelu((GeluApproximation)7));
    }

    [Test]
    public void Null_is_refused()
    {
        Tensor none = null!;
        foreach (var run in new Func<Tensor>[]
        {
            () => none / s_floats, () => s_floats / none, () => none / 2, () => 2 / none, () => none % 2, () => s_floats > none, () => none < 2, () => !none, () => none & s_truths,
            () => s_floats.Maximum(none), () => s_floats.Pow(none), () => Tensor.Pow(2, none), () => s_floats.Atan2(none), () => s_floats.Lerp(none, 0.5), () => s_floats.EqualTo(none),
            () => Tensor.Where(none, s_floats, s_floats), () => Tensor.Where(s_truths, none, s_floats), () => Tensor.Where(s_truths, s_floats, none), () => Tensor.Where(s_truths, none, 0), () => s_floats.MaskedFill(none, 0),
        })
            Should.Throw<ArgumentNullException>(run);
    }

    [Test]
    public void A_condition_changed_after_the_forward_pass_stops_the_backward_pass()
    {
        var (condition, x) = (Tensor.From([true, false]), Tensor.From([1f, 2f]).WithGrad());
        var y = Tensor.Where(condition, x, 0).Sum();
        condition.Mutate<bool>()[1] = true;
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("Where");
    }
}
