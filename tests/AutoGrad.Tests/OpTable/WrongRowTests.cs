using AutoGrad.Tests.GradChecks;
using static AutoGrad.Tests.OpTable.OpRow;

namespace AutoGrad.Tests.OpTable;

/// <summary>The tests of the op table are worth something: each kind of mistake makes one of them fail.</summary>
public class WrongRowTests
{
    private static readonly OpTableTests s_tests = new();

    private static readonly OpRow s_right = Row((x, g) => g * x * 2);

    private static OpRow Row(Func<Tensor, Tensor, Tensor> rule) => Unary("Square", x => new SquareWith(rule).Apply(x), x => x * x);

    private static OpRow Row(Func<Tensor, Tensor> run, int order = 2) => Unary("Square", run, x => x * x, order: order);

    private static void Fails(Action<OpRow> test, OpRow row)
    {
        test(s_right);
        Should.Throw<ShouldAssertException>(() => test(row));
    }

    [Test]
    public void A_wrong_value_fails() => Fails(s_tests.Values_equal_the_reference, Row(x => x * x + 1e-9));

    [Test]
    public void A_wrong_shape_fails() => Fails(s_tests.Values_equal_the_reference, Row(x => (x * x).Reshape(1, -1)));

    [Test]
    public void A_wrong_gradient_fails() => Fails(s_tests.First_derivatives_equal_central_differences, Row((x, g) => g * x * 2.001));

    [Test]
    public void A_wrong_second_derivative_fails()
    {
        var row = Row((x, g) => g * x.Detach() * 2);
        s_tests.First_derivatives_equal_central_differences(row);
        Fails(s_tests.Second_derivatives_equal_central_differences, row);
    }

    [Test]
    public void A_missing_derivative_fails() => Fails(s_tests.First_derivatives_equal_central_differences, Row(x => new NoDerivativeOp().Apply(x) * x * 0.5));

    [Test]
    public void A_fused_gradient_unlike_its_rule_fails() =>
        Fails(s_tests.Fused_gradients_equal_rules_and_repeat_to_the_bit, Row(x => new SquareWithWrongFused().Apply(x)));

    [Test]
    public void A_gradient_that_changes_fails()
    {
        var random = new Random(3);
        Fails(s_tests.Fused_gradients_equal_rules_and_repeat_to_the_bit, Row((x, g) => g * x * (2 + 1e-14 * random.NextDouble())));
    }

    [Test]
    public void A_changed_input_fails()
    {
        Fails(s_tests.Inputs_stay_as_they_were, Row(x => new AnyOp("Square", Spoil, (v, g) => g * v * 2).Apply(x)));
        Fails(s_tests.Inputs_stay_as_they_were, Row(x => new AnyOp("Square", v => v * v, (v, g) => g * Spoil(v)).Apply(x)));

        static Tensor Spoil(Tensor x)
        {
            var y = x * x;
            foreach (ref var v in x.Span<double>()) v += 1;
            return y;
        }
    }

    [Test]
    public void A_recorded_result_without_need_fails() =>
        Fails(s_tests.Nothing_is_recorded_without_need, Row(x =>
        {
            using (GradMode.EnableGrad()) return x * Tensor.Ones([], x.DType).WithGrad();
        }));

    [Test]
    public void Lost_precision_in_float32_fails() =>
        Fails(s_tests.Float32_agrees_with_float64, Row(x => x.DType == DType.Float32 ? x * x + 1e-3 : x * x));

    [Test]
    public void A_wrong_float32_gradient_fails() =>
        Fails(s_tests.Float32_gradients_agree_with_float64, Row((x, g) => g * x * (x.DType == DType.Float32 ? 2.1 : 2)));

    [Test]
    public void A_skipped_last_element_fails() => Fails(s_tests.Every_length_gives_each_element_what_it_gets_alone, Row(x =>
    {
        var y = x * x;
        if (x.DType == DType.Float32 && x.Size % 8 == 1 && x.Size > 8) y.Span<float>()[^1] = 0;
        return y;
    }));

    [Test]
    public void A_lost_sign_of_zero_or_NaN_fails()
    {
        var row = Unary("Negate", x => 0 - x, x => -x);
        s_tests.Values_equal_the_reference(row);
        Fails(s_tests.Special_values_follow_the_formula, row);
        Fails(s_tests.Special_values_follow_the_formula, Unary("Clean", x => Clean(x), x => x));

        static Tensor Clean(Tensor x) => TensorCopies.FromValues(Array.ConvertAll(NdArray.Of(x).Data, v => double.IsNaN(v) ? 0 : v), x.Shape, x.DType);
    }

    [Test]
    public void Wrong_integers_fail()
    {
        var row = Unary("Square", x => x.DType == DType.Int32 ? x * x + 1 : x * x, x => x * x, integers: true);
        Should.Throw<ShouldAssertException>(() => s_tests.Integers_equal_the_reference(row));
    }
}
