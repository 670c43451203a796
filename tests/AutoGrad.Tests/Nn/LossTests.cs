using AutoGrad.Nn;

namespace AutoGrad.Tests.Nn;

public class LossTests
{
    [Test]
    public void Shapes_are_never_broadcast()
    {
        var error = Should.Throw<ShapeMismatchException>(() => Loss.Mse(Tensor.Ones([4]), Tensor.Ones([4, 1])));
        error.Message.ShouldContain("[4] and [4, 1]");
        error.Message.ShouldContain("Reshape");
        Should.Throw<ShapeMismatchException>(() => Loss.BinaryCrossEntropyWithLogits(Tensor.Ones([4, 1]), Tensor.Ones([4])));
        Should.Throw<ShapeMismatchException>(() => Loss.CrossEntropy(Tensor.Ones([4, 3]), Tensor.Arange(3)));
        Should.Throw<ShapeMismatchException>(() => Loss.CrossEntropy(Tensor.Ones([3]), Tensor.Arange(3)));
        Should.Throw<ShapeMismatchException>(() => Loss.CrossEntropy(Tensor.Ones([3, 3]), Tensor.Zeros([3, 1], DType.Int64)));
    }

    [Test]
    public void Nan_targets_are_refused_with_their_position()
    {
        var target = Tensor.From([0f, 1f, float.NaN, 1f], [2, 2]);
        Should.Throw<ArgumentException>(() => Loss.Mse(Tensor.Ones([2, 2]), target)).Message.ShouldContain("[1, 0] is NaN");
        Should.Throw<ArgumentException>(() => Loss.BinaryCrossEntropyWithLogits(Tensor.Ones([2, 2]), target)).Message.ShouldContain("[1, 0] is NaN");
        Should.Throw<ArgumentException>(() => Loss.BinaryCrossEntropyWithLogits(Tensor.Ones([2]), Tensor.From([0f, 1.5f]))).Message.ShouldContain("[1] is 1.5");
    }

    [TestCase(3)]
    [TestCase(-1)]
    public void A_target_that_is_no_class_is_refused(int target)
    {
        foreach (var targets in new[] { Tensor.From([0L, target]), Tensor.From([0, target]) })
        {
            Should.Throw<ArgumentException>(() => Loss.CrossEntropy(Tensor.Ones([2, 3]), targets)).Message.ShouldContain($"the target {target} at [1] is no class: there are 3 classes");
            Should.Throw<ArgumentException>(() => Metrics.Accuracy(Tensor.Ones([2, 3]), targets));
        }
    }

    [Test]
    public void Nothing_to_compare_is_refused()
    {
        Should.Throw<ArgumentException>(() => Loss.Mse(Tensor.Zeros([0, 2]), Tensor.Zeros([0, 2])));
        Should.Throw<ArgumentException>(() => Loss.BinaryCrossEntropyWithLogits(Tensor.Zeros([0]), Tensor.Zeros([0])));
        Should.Throw<ArgumentException>(() => Loss.CrossEntropy(Tensor.Zeros([0, 3]), Tensor.Zeros([0], DType.Int64)));
        Should.Throw<ArgumentException>(() => Metrics.Accuracy(Tensor.Zeros([0, 3]), Tensor.Zeros([0], DType.Int64)));
    }

    [Test]
    public void Element_types_must_fit()
    {
        Should.Throw<ArgumentException>(() => Loss.Mse(Tensor.Ones([2]), Tensor.Ones([2], DType.Float64)));
        Should.Throw<ArgumentException>(() => Loss.Mse(Tensor.Arange(2), Tensor.Arange(2)));
        Should.Throw<ArgumentException>(() => Loss.CrossEntropy(Tensor.Ones([2, 3]), Tensor.Ones([2]))).Message.ShouldContain(".To(DType.Int64)");
        Should.Throw<ArgumentException>(() => Loss.CrossEntropy(Tensor.Ones([2, 3], DType.Int64), Tensor.Arange(2)));
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.Mse(Tensor.Ones([2]), Tensor.Ones([2]), (Reduction)7));
        Should.Throw<ArgumentNullException>(() => Loss.Mse(null!, Tensor.Ones([2])));
    }

    [Test]
    public void Extreme_logits_neither_overflow_nor_vanish()
    {
        var x = Tensor.From([1000.0, -1000, 1000, -1000, 0, 40, -40]).WithGrad();
        var y = Tensor.From([1.0, 0, 0, 1, 0.5, 1, 0]);
        var losses = Loss.BinaryCrossEntropyWithLogits(x, y, Reduction.None);
        double[] expected = [0, 0, 1000, 1000, Math.Log(2), Math.Exp(-40), Math.Exp(-40)];
        for (var i = 0; i < expected.Length; i++) losses.AsSpan<double>()[i].ShouldBe(expected[i], 1e-14 * expected[i] + double.Epsilon);
        losses.Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([0, 0, 1, -1, 0, 0, 0], 1e-15);
        Loss.CrossEntropy(Tensor.From([1000.0, -1000, 0, -1e4, 1e4, 0], [2, 3]), Tensor.From([1, 1]), Reduction.None).ToArray<double>().ShouldBe([2000.0, 0]);
    }

    [Test]
    public void Probabilities_at_their_ends_cost_at_most_100()
    {
        var x = Tensor.From([0.0, 1, 0, 1]).WithGrad();
        var losses = Loss.BinaryCrossEntropy(x, Tensor.From([0.0, 1, 1, 0]), Reduction.None);
        losses.ToArray<double>().ShouldBe([0, 0, 100, 100]);
        losses.Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([0, 0, -1 / (double)1e-12f, 1 / (double)1e-12f]);
        Should.Throw<ArgumentException>(() => Loss.BinaryCrossEntropy(Tensor.From([1.5]), Tensor.From([1.0]))).Message.ShouldContain("the prediction at [0] is 1.5");
    }

    [Test]
    public void Ignored_rows_count_for_nothing()
    {
        var x = Tensor.From([1.0, double.NegativeInfinity, 3, 4], [2, 2]).WithGrad();
        var loss = Loss.Nll(x, Tensor.From([-100L, 1]));
        loss.Item<double>().ShouldBe(-4);
        loss.Backward();
        x.Grad!.ToArray<double>().ShouldBe([0, 0, 0, -1]);
        Loss.CrossEntropy(Tensor.Ones([2, 3]), Tensor.From([-100, -100])).Item<float>().ShouldBe(float.NaN);
        Loss.CrossEntropy(Tensor.Ones([2, 3]), Tensor.From([-100, -100]), Reduction.Sum).Item<float>().ShouldBe(0);
    }

    [Test]
    public void Weights_and_settings_that_do_not_fit_are_refused()
    {
        var x = Tensor.Ones([2, 3]);
        Should.Throw<ShapeMismatchException>(() => Loss.CrossEntropy(x, Tensor.From([0, 1]), weight: Tensor.Ones([2]))).Message.ShouldContain("[3]");
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(x, Tensor.From([0, 1]), labelSmoothing: 2)).ParamName.ShouldBe("labelSmoothing");
        Should.Throw<ShapeMismatchException>(() => Loss.BinaryCrossEntropyWithLogits(x, x, posWeight: Tensor.Ones([2])));
        Should.Throw<ShapeMismatchException>(() => Loss.BinaryCrossEntropy(x, x, weight: Tensor.Ones([2, 2, 3])));
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.Huber(x, x, delta: 0)).ParamName.ShouldBe("delta");
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.SmoothL1(x, x, beta: -1)).ParamName.ShouldBe("beta");
        Should.Throw<ArgumentException>(() => Loss.GaussianNll(x, x, -x)).Message.ShouldContain("negative");
        Should.Throw<ShapeMismatchException>(() => Loss.GaussianNll(x, x, Tensor.Ones([3])));
        Should.Throw<ArgumentOutOfRangeException>(() => Loss.MultiMargin(x, Tensor.From([0, 1]), p: 3)).ParamName.ShouldBe("p");
        Should.Throw<ShapeMismatchException>(() => Loss.CosineEmbedding(x, x, Tensor.Ones([3])));
        Should.Throw<ShapeMismatchException>(() => Loss.TripletMargin(x, x, Tensor.Ones([3, 3])));
    }

    [Test]
    public void Accuracy_counts_the_rows_that_are_right() =>
        Metrics.Accuracy(Tensor.From([1f, 2, 0, 5, 4, 3, 0, 0, 1, 0, 9, 0], [4, 3]), Tensor.From([1, 0, 2, 0])).ShouldBe(0.75);
}
