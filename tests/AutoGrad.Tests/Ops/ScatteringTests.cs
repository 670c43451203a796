namespace AutoGrad.Tests.Ops;

/// <summary>Repeated places, the rarer arguments and wrong ones of functional updates and rearrangements.</summary>
public class ScatteringTests
{
    [Test]
    public void The_last_of_several_stays_and_only_it_gets_a_gradient()
    {
        var x = Tensor.From([1.0, 2]).WithGrad();
        var source = Tensor.From([3.0, 4, 5]).WithGrad();
        var y = x.Scatter(0, Tensor.From([0L, 0, 0]), source);
        y.ToArray<double>().ShouldBe([5, 2]);
        y.Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([0, 1]);
        source.Grad!.ToArray<double>().ShouldBe([0, 0, 1]);
    }

    [Test]
    public void Ties_of_scattered_extremes_share_the_gradient()
    {
        var x = Tensor.From([3.0, 1]).WithGrad();
        var source = Tensor.From([3.0, 3, 0]).WithGrad();
        x.ScatterReduce(0, Tensor.From([0L, 0, 1]), source, ScatterReduction.Max).Backward(Tensor.From([3.0, 1]));
        x.Grad!.ToArray<double>().ShouldBe([1, 1]);
        source.Grad!.ToArray<double>().ShouldBe([1, 1, 0]);
    }

    [Test]
    public void A_padding_row_gets_no_gradient()
    {
        var weight = Tensor.From([1.0, 2, 3, 4], [2, 2]).WithGrad();
        var y = Tensor.Embedding(Tensor.From([0L, 1, 0]), weight, paddingIndex: -2);
        y.ToArray<double>().ShouldBe([1, 2, 3, 4, 1, 2]);
        y.Sum().Backward();
        weight.Grad!.ToArray<double>().ShouldBe([0, 0, 1, 1]);
    }

    [Test]
    public void Brackets_of_every_kind_update()
    {
        var x = Tensor.Zeros([2, 3], DType.Int64);
        x.IndexPut([0], Tensor.From([1L, 2, 3])).ToArray<long>().ShouldBe([1, 2, 3, 0, 0, 0]);
        x.IndexPut([TensorIndex.Ellipsis, ^1], Tensor.Ones([], DType.Int64)).ToArray<long>().ShouldBe([0, 0, 1, 0, 0, 1]);
        x.IndexPut([Tensor.From([true, false])], Tensor.Ones([1, 3], DType.Int64)).ToArray<long>().ShouldBe([1, 1, 1, 0, 0, 0]);
        x.ToArray<long>().ShouldAllBe(v => v == 0);
    }

    [Test]
    public void Truth_values_update_too()
    {
        var x = Tensor.From([true, false, true]);
        x.Scatter(0, Tensor.From([0L]), 0).ToArray<bool>().ShouldBe([false, false, true]);
        x.IndexFill(0, Tensor.From([1L]), 1).ToArray<bool>().ShouldBe([true, true, true]);
        x.MaskedScatter(x, Tensor.From([false, false])).ToArray<bool>().ShouldBe([false, false, false]);
    }

    [Test]
    public void Whole_divisions_follow_Python_and_PyTorch()
    {
        Tensor.From([7L, -7, 7, -7]).Divide(Tensor.From([2L, 2, -2, -2]), DivisionRounding.Floor).ToArray<long>().ShouldBe([3, -4, -4, 3]);
        Tensor.From([7L, -7, 7, -7]).Divide(Tensor.From([2L, 2, -2, -2]), DivisionRounding.Truncate).ToArray<long>().ShouldBe([3, -3, -3, 3]);
        Tensor.From([int.MinValue]).Divide(-1, DivisionRounding.Floor).ToArray<int>().ShouldBe([int.MinValue]);
        Tensor.From([1.0, -1, 0]).Divide(0, DivisionRounding.Floor).ToArray<double>().ShouldBe([double.PositiveInfinity, double.NegativeInfinity, double.NaN]);
        Tensor.From([1.0]).Divide(0.1, DivisionRounding.Floor).Item<double>().ShouldBe(9);      // 0.1 is a little above a tenth
        Should.Throw<ArgumentException>(() => Tensor.From([1]).Divide(0, DivisionRounding.Floor));
        Should.Throw<ArgumentException>(() => Tensor.From([1]).Fmod(0));
    }

    [Test]
    public void Replaced_numbers_are_those_of_the_element_type()
    {
        Tensor.From([float.PositiveInfinity, float.NegativeInfinity, float.NaN]).NanToNum().ToArray<float>().ShouldBe([float.MaxValue, float.MinValue, 0]);
        var x = Tensor.From([1, double.NaN, double.PositiveInfinity]).WithGrad();
        x.NanToNum().Backward(Tensor.Ones([3], DType.Float64));
        x.Grad!.ToArray<double>().ShouldBe([1, 0, 0]);
    }

    [Test]
    public void Wrong_arguments_are_refused()
    {
        var x = Tensor.Zeros([3, 2]);
        Should.Throw<ArgumentOutOfRangeException>(() => x.Scatter(0, Tensor.From([0L, 7], [1, 2]), Tensor.Zeros([1, 2])));
        Should.Throw<ShapeMismatchException>(() => x.Scatter(0, Tensor.From([0L]), Tensor.Zeros([1])));
        Should.Throw<ArgumentException>(() => x.Scatter(0, Tensor.From([0L, 1], [1, 2]), Tensor.Zeros([1, 2], DType.Float64)));
        Should.Throw<ShapeMismatchException>(() => x.IndexPut([0], Tensor.Zeros([3])));
        Should.Throw<ShapeMismatchException>(() => x.IndexCopy(0, Tensor.From([0L]), Tensor.Zeros([2, 2])));
        Should.Throw<ShapeMismatchException>(() => x.MaskedScatter(Tensor.Ones([3, 2], DType.Bool), Tensor.Zeros([5])));
        Should.Throw<ShapeMismatchException>(() => x.Put(Tensor.From([0L]), Tensor.Zeros([2])));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Take(Tensor.From([6L])));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Embedding(Tensor.From([4L]), Tensor.Zeros([4, 2])));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Embedding(Tensor.From([-1L]), Tensor.Zeros([4, 2])));
        Should.Throw<ArgumentException>(() => Tensor.Embedding(Tensor.From([0L]), Tensor.Zeros([4])));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.EmbeddingBag(Tensor.From([0L]), x, Tensor.From([1L])));
        Should.Throw<ArgumentException>(() => Tensor.EmbeddingBag(Tensor.From([0L]), x));
        Should.Throw<ArgumentOutOfRangeException>(() => x.AsStrided([3, 3], [2, 1], 1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.AsStrided([3], [-1]));
        Should.Throw<ArgumentException>(() => x.AsStrided([3], [1, 1]));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Unfold(0, 4, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Unfold(0, 2, 0));
        Should.Throw<ArgumentException>(() => x.Rot90(1, 0, -2));
        Should.Throw<ShapeMismatchException>(() => x.RepeatInterleave(Tensor.From([1L, 2]), 0));
        Should.Throw<ArgumentOutOfRangeException>(() => x.RepeatInterleave(Tensor.From([1L, -2]), 1));
        Should.Throw<ArgumentException>(() => Tensor.Meshgrid([x]));
        Should.Throw<ArgumentException>(() => Tensor.HStack([]));
        Should.Throw<ArgumentException>(() => x.MoveAxis([0, 0], [0, 1]));
        Should.Throw<ArgumentException>(() => x.Roll([1], [0, 1]));
        Should.Throw<ArgumentException>(() => Tensor.Zeros([2, 2, 2]).Diag());
        Should.Throw<ArgumentException>(() => Tensor.Zeros([2]).Trace());
        Should.Throw<ArgumentException>(() => Tensor.Zeros([3]).Glu());
        Should.Throw<ShapeMismatchException>(() => x.Prelu(Tensor.Zeros([3])));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Celu(0));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Softshrink(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Logit(0.75));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Polygamma(-1));
        Should.Throw<ArgumentException>(() => x.ScatterReduce(0, Tensor.From([0, 0], [1, 2]), Tensor.Zeros([1, 2], DType.Int32), ScatterReduction.Sum));
    }
}
