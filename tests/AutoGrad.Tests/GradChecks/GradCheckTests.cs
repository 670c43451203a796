using static AutoGrad.GradCheckCause;

namespace AutoGrad.Tests.GradChecks;

public class GradCheckTests
{
    private static readonly Tensor s_x = Tensor.From([0.3, -1.2, 0.7, 1.9, -0.4, 1.1], [2, 3]);
    private static readonly Tensor s_y = Tensor.From([1.5, -0.6, 0.8], [3]);
    private static readonly Tensor s_square = Tensor.From([0.3, -1.2, 0.7, 1.9, -0.4, 1.1, 0.9, -0.8, 1.4], [3, 3]);

    private static GradCheckFinding Only(GradCheckReport report)
    {
        report.Passed.ShouldBeFalse();
        return report.Findings.ShouldHaveSingleItem(report.ToString());
    }

    private static GradCheckReport Square(Func<Tensor, Tensor, Tensor> rule, int order = 1, bool full = false) =>
        GradCheck.Run(x => new SquareWith(rule).Apply(x[0]), [s_x], new() { Order = order, FullJacobian = full });

    [TestCase(1, false)]
    [TestCase(2, false)]
    [TestCase(3, false)]
    [TestCase(1, true)]
    [TestCase(2, true)]
    public void Right_gradients_pass(int order, bool full)
    {
        var options = new GradCheckOptions { Order = order, FullJacobian = full };
        foreach (var report in new[]
        {
            GradCheck.Run(x => x[0].Tanh() * x[1] + (x[0] * x[0] * x[0]).Sum(1, keepDims: true), [s_x, s_y], options),
            GradCheck.Run(x => new SquareWith((v, g) => g * v * 2).Apply(x[0]), [s_x], options),
            GradCheck.Run(x => new[] { x[0] * 3, x[0].Sum() - x[1] }, [s_x, s_y], options),
        })
        {
            report.Passed.ShouldBeTrue(report.ToString());
            report.Comparisons.ShouldBeGreaterThan(0);
            report.ThrowIfFailed();
        }
    }

    [Test]
    public void Cross_terms_between_inputs_are_checked()
    {
        var op = new SquareTimesWith((input, x, y, g) => input == 0 ? g * x * y.Detach() * 2 : g * x * x);
        GradCheck.Run(x => op.Apply(x[0], x[1]), [s_x, s_x]).Passed.ShouldBeTrue();
        var finding = Only(GradCheck.Run(x => op.Apply(x[0], x[1]), [s_x, s_x], new() { Order = 2 }));
        (finding.Order, finding.Input).ShouldBe((2, 1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_flipped_sign_is_named(bool full)
    {
        var finding = Only(Square((x, g) => g * x * -2, full: full));
        (finding.Op, finding.Order, finding.Input, finding.Cause).ShouldBe(("Square", 1, 0, WrongSign));
        finding.Analytic.ShouldBe(-finding.Numeric, 1e-6);
    }

    [TestCase(1)]
    [TestCase(4)]
    public void A_constant_factor_is_named_with_its_value(int factor)
    {
        var finding = Only(Square((x, g) => g * x * factor));
        finding.Cause.ShouldBe(ConstantFactor);
        finding.Explanation.ShouldContain(factor == 1 ? "0.5·numeric" : "2·numeric");
    }

    [Test]
    public void A_sum_over_a_broadcast_axis_too_many_is_named()
    {
        // [2, 3] + [3]: the mean would be a third of the sum
        var op = new AnyOp("SpreadTo3", x => x.Expand([5, 3]), (_, g) => g.Sum(0) * (1.0 / 5));
        var finding = Only(GradCheck.Run(x => op.Apply(x[0]), [s_y]));
        finding.Cause.ShouldBe(BroadcastCount);
        finding.Explanation.ShouldContain("5 is an extent");
    }

    [Test]
    public void A_missing_term_is_found_and_located()
    {
        var op = new AnyOp("Cube", x => x * x * x + x, (x, g) => g * x * x * 3);
        var finding = Only(GradCheck.Run(x => op.Apply(x[0]), [s_x], new() { FullJacobian = true }));
        finding.Cause.ShouldBe(WrongValue);
        (finding.Element, finding.OutputElement).ShouldBe((finding.Element, finding.Element));
        (finding.Numeric - finding.Analytic).ShouldBe(1, 1e-6);
        finding.Explanation.ShouldContain("missing");
    }

    [Test]
    public void A_gradient_of_zero_is_named()
    {
        Only(Square((x, g) => g * x * 0)).Cause.ShouldBe(ZeroGradient);
        var detached = Only(GradCheck.Run(x => x[0].Detach() * x[1], [s_x, s_y]));
        (detached.Cause, detached.Input).ShouldBe((ZeroGradient, 0));
    }

    [Test]
    public void A_transposed_gradient_is_named()
    {
        var op = new AnyOp("RowSums", x => x.Sum(1), (x, g) => g.Reshape(1, 3).Expand([3, 3]));
        Only(GradCheck.Run(x => op.Apply(x[0]), [s_square])).Cause.ShouldBe(Permuted);
    }

    [Test]
    public void A_wrong_shape_type_or_null_is_named_in_the_words_of_the_engine()
    {
        var shape = Only(Square((x, g) => g.Sum()));
        (shape.Cause, shape.Explanation.Contains("shape []")).ShouldBe((InvalidRule, true));
        var type = Only(Square((x, g) => Tensor.Zeros(x.Shape, DType.Float32)));
        (type.Cause, type.Explanation.Contains("Float32")).ShouldBe((InvalidRule, true));
        Only(Square((x, g) => null!)).Cause.ShouldBe(InvalidRule);
        Only(Square((x, g) => g * Tensor.Ones([7], DType.Float64))).Cause.ShouldBe(InvalidRule);
    }

    [Test]
    public void A_missing_derivative_is_named()
    {
        var first = Only(GradCheck.Run(x => new NoDerivativeOp().Apply(x[0]) * x[0], [s_x]));
        (first.Cause, first.Order, first.Explanation.Contains("Opaque")).ShouldBe((MissingDerivative, 1, true));
        var second = Only(Square((x, g) => g * new NoDerivativeOp().Apply(x), order: 2));
        (second.Cause, second.Order).ShouldBe((MissingDerivative, 2));
    }

    [Test]
    public void Random_and_stateful_functions_are_named()
    {
        var random = new Random(1);
        Only(GradCheck.Run(x => x[0] * random.NextDouble(), [s_x])).Cause.ShouldBe(NotDeterministic);
        Only(Square((x, g) => g * x * (2 + random.NextDouble()))).Cause.ShouldBe(NotDeterministic);
        var calls = 0;
        Only(GradCheck.Run(x => x[0] * calls++, [s_x])).Cause.ShouldBe(NotDeterministic);
        calls = 0;
        Only(GradCheck.Run(x => x[0] * (calls++ / 3), [s_x])).Cause.ShouldBe(NotDeterministic);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_kink_at_the_sample_is_no_wrong_rule(bool full)
    {
        var relu = new AnyOp("Relu", x => Map(x, v => Math.Max(v, 0)), (x, g) => g * Map(x, v => v > 0 ? 1 : 0));
        GradCheck.Run(x => relu.Apply(x[0]), [s_x], new() { Order = 2, FullJacobian = full }).ThrowIfFailed();
        var at = Tensor.From([0.5, 0.0, -1.0]);
        Only(GradCheck.Run(x => relu.Apply(x[0]), [at], new() { FullJacobian = full })).Cause.ShouldBe(Kink);
        var near = Tensor.From([0.5, 1e-8, -1.0]);
        Only(GradCheck.Run(x => relu.Apply(x[0]), [near], new() { FullJacobian = full })).Cause.ShouldBe(Kink);
        var jump = new AnyOp("Floor", x => Map(x, Math.Floor), (x, g) => g * 0);
        Only(GradCheck.Run(x => jump.Apply(x[0]), [at], new() { FullJacobian = full })).Cause.ShouldBe(Kink);
    }

    [Test]
    public void A_rule_that_cuts_the_graph_fails_at_the_second_order_only()
    {
        Square((x, g) => g * x.Detach() * 2).Passed.ShouldBeTrue();
        var finding = Only(Square((x, g) => g * x.Detach() * 2, order: 2));
        (finding.Order, finding.Cause, finding.Input).ShouldBe((2, ZeroGradient, 0));
        var upstream = Only(Square((x, g) => g.Detach() * x * 2, order: 2));
        (upstream.Order, upstream.Cause, upstream.Input).ShouldBe((2, ZeroGradient, 1));
    }

    [Test]
    public void A_fused_gradient_that_differs_from_its_rule_is_found()
    {
        Only(GradCheck.Run(x => new SquareWithWrongFused().Apply(x[0]), [s_x], new() { Order = 2 })).Cause.ShouldBe(FusedDiffers);
        Only(GradCheck.Run(x => new SquareWithWrongFused().Apply(x[0]), [s_x])).Cause.ShouldBe(ConstantFactor);
    }

    [Test]
    public void A_gradient_that_is_not_finite_is_named() =>
        Only(Square((x, g) => g * x * double.NaN)).Cause.ShouldBe(NotFinite);

    [Test]
    public void A_function_that_ignores_its_argument_proves_nothing()
    {
        var x = s_x.Clone().WithGrad();
        Only(GradCheck.Run(_ => x.Tanh(), [x])).Cause.ShouldBe(InputsUnused);
    }

    [Test]
    public void An_unused_input_has_gradient_zero() =>
        GradCheck.Run(x => x[0].Tanh(), [s_x, s_y], new() { Order = 2, FullJacobian = true }).ThrowIfFailed();

    [Test]
    public void Inputs_that_cannot_be_checked_are_refused_with_the_reason()
    {
        Should.Throw<ArgumentException>(() => GradCheck.Run(x => x[0], [Tensor.Ones([2])])).Message.ShouldContain("Float64");
        Should.Throw<ArgumentException>(() => GradCheck.Run(x => x[0], [Tensor.From([1L])]));
        Should.Throw<ArgumentException>(() => GradCheck.Run(x => x[0], []));
        Should.Throw<ArgumentException>(() => GradCheck.Run(x => Tensor.Ones([2]), [s_x])).Message.ShouldContain("Float32");
        Should.Throw<ArgumentOutOfRangeException>(() => new GradCheckOptions { Order = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new GradCheckOptions { Step = -1 });
    }

    [Test]
    public void Integers_are_passed_through_and_empty_inputs_are_fine()
    {
        var times = Tensor.From([3L]);
        GradCheck.Run(x => x[0] * x[1].ToArray<long>()[0], [s_x, times], new() { Order = 2 }).ThrowIfFailed();
        GradCheck.Run(x => x[0].Tanh(), [Tensor.Zeros([0, 3], DType.Float64)], new() { Order = 2, FullJacobian = true }).ThrowIfFailed();
    }

    [Test]
    public void The_inputs_and_their_gradients_stay_as_they_were()
    {
        var x = s_x.Clone().WithGrad();
        x.Grad = Tensor.Ones([2, 3], DType.Float64);
        var grad = x.Grad;
        GradCheck.Run(v => v[0].Tanh(), [x], new() { Order = 2 }).ThrowIfFailed();
        x.ToArray<double>().ShouldBe(s_x.ToArray<double>());
        (x.Grad == grad).ShouldBeTrue();
        grad.ToArray<double>().ShouldAllBe(v => v == 1);
    }

    [Test]
    public void A_ratio_of_two_numbers_alone_is_no_pattern()
    {
        var op = new AnyOp("Cube", x => x * x * x + x, (x, g) => g * x * x * 3);
        Only(GradCheck.Run(x => op.Apply(x[0]), [Tensor.Scalar(0.7)])).Cause.ShouldBe(WrongValue);
        Only(GradCheck.Run(x => new SquareWith((v, g) => g * v * -2).Apply(x[0]), [Tensor.Scalar(0.7)])).Cause.ShouldBe(WrongSign);
    }

    [Test]
    public void Inputs_too_large_for_a_Jacobian_are_diagnosed_along_directions()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 3000).Select(i => Math.Sin(i) + 2)]);
        var finding = Only(GradCheck.Run(v => new SquareWith((u, g) => g * u * 6).Apply(v[0]), [x]));
        (finding.Cause, finding.Element).ShouldBe((ConstantFactor, null));
        Only(GradCheck.Run(v => new SquareWith((u, g) => g * u * u).Apply(v[0]), [x])).Cause.ShouldBe(WrongValue);
    }

    [Test]
    public void A_report_keeps_no_graph_alive()
    {
        var (report, output) = Check();
        for (var i = 0; i < 10 && output.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        output.IsAlive.ShouldBeFalse(report.ToString());

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static (GradCheckReport, WeakReference) Check()
        {
            WeakReference? output = null;
            var report = GradCheck.Run(x =>
            {
                var y = x[0].Tanh();
                output = new WeakReference(y);
                return y;
            }, [s_x], new() { Order = 2 });
            return (report, output!);
        }
    }

    [Test]
    public void The_same_seed_gives_the_same_report()
    {
        string Report() => Square((x, g) => g * x * x).ToString();
        Report().ShouldBe(Report());
    }

    [Test]
    public void A_failure_reads_like_a_sentence_and_can_be_thrown()
    {
        var report = GradCheck.Run(x => new SquareWith((v, g) => g * v * -2).Apply(x[0]), [s_x], new() { Name = "my loss" });
        report.ToString().ShouldContain("my loss, order 1, input 0");
        Should.Throw<GradCheckException>(report.ThrowIfFailed).Report.ShouldBeSameAs(report);
    }

    private static Tensor Map(Tensor x, Func<double, double> f) => Tensor.From(Array.ConvertAll(x.ToArray<double>(), v => f(v)), x.Shape);
}
