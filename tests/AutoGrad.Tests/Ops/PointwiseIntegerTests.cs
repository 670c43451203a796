namespace AutoGrad.Tests.Ops;

public class PointwiseIntegerTests
{
    [Test]
    public void A_remainder_has_the_sign_of_the_divisor()
    {
        (Tensor.From([7, -7, 7, -7, 6]) % Tensor.From([3, 3, -3, -3, -3])).ToArray<int>().ShouldBe([1, 2, -2, -1, 0]);
        (Tensor.From([7.5, -7.5]) % 2).ToArray<double>().ShouldBe([1.5, 0.5]);
        (-7 % Tensor.From([3L, -3L])).ToArray<long>().ShouldBe([2L, -1L]);
    }

    [Test]
    public void A_remainder_by_zero_is_refused_for_integers_and_NaN_for_floats()
    {
        Should.Throw<ArgumentException>(() => Tensor.From([1, 2]) % 0).Message.ShouldContain("divisor is 0");
        (Tensor.From([1f]) % 0).Item<float>().ShouldBe(float.NaN);
    }

    [Test]
    public void The_smallest_integer_neither_throws_nor_hangs()
    {
        var x = Tensor.From([int.MinValue]);
        x.Abs().Item<int>().ShouldBe(int.MinValue);
        x.Sign().Item<int>().ShouldBe(-1);
        (x % -1).Item<int>().ShouldBe(0);
        (Tensor.From([long.MinValue]) % -1).Item<long>().ShouldBe(0);
        Enumerable.Repeat(int.MinValue, 40).ToArray().ShouldBe(Tensor.From(Enumerable.Repeat(int.MinValue, 40).ToArray()).Abs().ToArray<int>());
    }

    [Test]
    public void Integers_compare_exactly_beyond_the_digits_of_a_double()
    {
        var x = Tensor.From([(1L << 53) + 1]);
        x.EqualTo(Tensor.From([1L << 53])).Item<bool>().ShouldBeFalse();
        (x > Tensor.From([1L << 53])).Item<bool>().ShouldBeTrue();
        x.Maximum(Tensor.From([1L << 53])).Item<long>().ShouldBe((1L << 53) + 1);
    }

    [Test]
    public void Truth_values_compare_and_are_selected()
    {
        var (x, y) = (Tensor.From([true, false, true]), Tensor.From([true, true, false]));
        x.EqualTo(y).ToArray<bool>().ShouldBe([true, false, false]);
        x.NotEqualTo(y).ToArray<bool>().ShouldBe([false, true, true]);
        Tensor.Where(x, y, x).ToArray<bool>().ShouldBe([true, false, false]);
        x.LogicalAnd(y).ToArray<bool>().ShouldBe([true, false, false]);
        x.LogicalOr(y).ToArray<bool>().ShouldBe([true, true, true]);
        x.LogicalXor(y).ToArray<bool>().ShouldBe([false, true, true]);
        x.LogicalNot().ToArray<bool>().ShouldBe([false, true, false]);
    }

    [Test]
    public void Comparisons_carry_no_gradient_and_leave_none()
    {
        var x = Tensor.From([1f, -1f]).WithGrad();
        (x > 0).RequiresGrad.ShouldBeFalse();
        x.IsNaN().RequiresGrad.ShouldBeFalse();
    }

    [Test]
    public void Integers_are_always_finite()
    {
        var x = Tensor.From([0L, long.MaxValue]);
        x.IsFinite().ToArray<bool>().ShouldBe([true, true]);
        x.IsNaN().ToArray<bool>().ShouldBe([false, false]);
        x.IsInfinity().ToArray<bool>().ShouldBe([false, false]);
    }
}
