namespace AutoGrad.Tests.Ops;

public class MatMulTests
{
    private static Tensor Zeros(params int[] extents) => Tensor.Zeros(new Shape(extents));

    private static string Refusal(Action run) => Should.Throw<ShapeMismatchException>(run).Message;

    [Test]
    public void Inner_extents_that_differ_are_named_with_a_fix()
    {
        Refusal(() => Zeros(2, 3).MatMul(Zeros(4, 3))).ShouldBe("MatMul: shapes [2, 3] and [4, 3]: the inner extents differ, 3 and 4: pass transposeB: true. See docs/learn/mistakes/shape-mismatch.md.");
        Refusal(() => Zeros(3, 2).MatMul(Zeros(3, 4))).ShouldContain("the inner extents differ, 2 and 3: pass transposeA: true");
        Refusal(() => Zeros(2, 3).MatMul(Zeros(3, 4), transposeB: true)).ShouldContain("the inner extents differ, 3 and 4 (with transposeB): pass transposeB: false");
        Refusal(() => Zeros(2, 3).MatMul(Zeros(5, 4))).ShouldContain("as long as the last but one");
        Refusal(() => Zeros(3).MatMul(Zeros(4))).ShouldContain("the inner extents differ, 3 and 4");
    }

    [Test]
    public void Batch_axes_that_do_not_broadcast_are_named() =>
        Refusal(() => Zeros(2, 2, 3).MatMul(Zeros(4, 3, 2))).ShouldContain("shapes [2, 2, 3] and [4, 3, 2]: the batch axes do not broadcast: axis -3 has 2 against 4");

    [Test]
    public void A_scalar_is_no_matrix()
    {
        Refusal(() => Tensor.Scalar(2f).MatMul(Zeros(3))).ShouldContain("multiply with *");
        Refusal(() => Zeros(3).MatMul(Tensor.Scalar(2f))).ShouldContain("multiply with *");
    }

    [Test]
    public void Element_types_must_agree_and_be_numbers()
    {
        Should.Throw<ArgumentException>(() => Zeros(2, 3).MatMul(Tensor.Zeros([3, 2], DType.Float64))).Message.ShouldContain("MatMul: element types differ");
        var truths = Tensor.From([true, false], [1, 2]);
        Should.Throw<ArgumentException>(() => truths.MatMul(truths, transposeB: true)).Message.ShouldContain("not on Bool");
        Should.Throw<ArgumentNullException>(() => Zeros(2).MatMul(null!));
    }

    [Test]
    public void Dot_and_Outer_take_vectors_only()
    {
        Refusal(() => Zeros(3).Dot(Zeros(4))).ShouldStartWith("Dot: shapes [3] and [4]");
        Refusal(() => Zeros(2, 2).Dot(Zeros(2, 2))).ShouldContain("MatMul");
        Refusal(() => Zeros(3).Outer(Zeros(2, 2))).ShouldStartWith("Outer:");
    }

    [Test]
    public void Over_no_products_the_result_is_zeros()
    {
        Zeros(2, 0).MatMul(Zeros(0, 3)).ToArray<float>().ShouldBe(new float[6]);
        Zeros(0).MatMul(Zeros(0)).ToArray<float>().ShouldBe([0f]);
        Zeros(0, 2, 3).MatMul(Zeros(3, 4)).Shape.ShouldBe([0, 2, 4]);
    }

    [Test]
    public void A_tensor_times_itself_gets_both_gradients()
    {
        var x = Tensor.From([1.0, 2, 3, 4], [2, 2]).WithGrad();
        x.MatMul(x).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([7, 11, 9, 13]);
    }

    [Test]
    public void Large_batched_products_equal_products_one_by_one([Values] bool transposeA, [Values] bool transposeB)
    {
        var sampler = new OpTable.Sampler(11);
        var a = sampler.Floats(transposeA ? [3, 1, 40, 30] : [3, 1, 30, 40]);
        var b = sampler.Floats(transposeB ? [2, 35, 40] : [2, 40, 35]);
        var c = a.MatMul(b, transposeA, transposeB);
        c.Shape.ShouldBe([3, 2, 30, 35]);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 2; j++)
                c.Select(0, i).Select(0, j).ToArray<double>().ShouldBe(a.Select(0, i).Select(0, 0).MatMul(b.Select(0, j), transposeA, transposeB).ToArray<double>());
    }
}
