namespace AutoGrad.Tests.Ops;

/// <summary>Ops that leave the values alone and change the gradient.</summary>
public class GradientOpTests
{
    [Test]
    public void Reversal_changes_the_sign()
    {
        var x = Tensor.From([1.0, 2.0]).WithGrad();
        x.ReverseGradient(3).ToArray<double>().ShouldBe([1.0, 2.0]);
        (x.ReverseGradient(3) * Tensor.From([1.0, 10.0])).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([-3.0, -30.0]);
        Should.Throw<ArgumentException>(() => x.ReverseGradient(double.NaN));
        Should.Throw<ArgumentException>(() => Tensor.From([1, 2]).ReverseGradient()).Message.ShouldContain("Int32");
    }

    [Test]
    public void Clipping_keeps_each_element_within_the_limit()
    {
        var x = Tensor.From([1.0, 2.0, 3.0]).WithGrad();
        x.ClipGradient(0.5).Backward(Tensor.From([-7.0, 0.25, 7.0]));
        x.Grad!.ToArray<double>().ShouldBe([-0.5, 0.25, 0.5]);
        Should.Throw<ArgumentOutOfRangeException>(() => x.ClipGradient(0));
    }

    [TestCase(1.0)]
    [TestCase(1e200)]
    [TestCase(1e-200)]
    public void Clipping_by_norm_scales_the_whole(double size)
    {
        var x = Tensor.From([0.0, 0.0]).WithGrad();
        x.ClipGradientNorm(size).Backward(Tensor.From([3.0 * size, 4.0 * size]));
        x.Grad!.ToArray<double>()[0].ShouldBe(0.6 * size, 1e-14 * size);
        x.Grad!.ToArray<double>()[1].ShouldBe(0.8 * size, 1e-14 * size);
        x.ZeroGrad();
        x.ClipGradientNorm(size * 6).Backward(Tensor.From([3.0 * size, 4.0 * size]));
        x.Grad!.ToArray<double>().ShouldBe([3.0 * size, 4.0 * size]);
        x.ZeroGrad();
        x.ClipGradientNorm(size).Backward(Tensor.From([0.0, 0.0]));
        x.Grad!.ToArray<double>().ShouldBe([0.0, 0.0]);
        Should.Throw<ArgumentOutOfRangeException>(() => x.ClipGradientNorm(double.NaN));
    }

    [Test]
    public void Clipping_by_norm_differentiates_where_it_clips()
    {
        var x = Tensor.From([0.5, -0.3]).WithGrad();
        var leaf = Tensor.From([0.0, 0.0]).WithGrad();
        GradCheck.Run(t => Autodiff.Gradient(leaf.ClipGradientNorm(0.1), leaf, upstream: t[0] * t[0], createGraph: true), [x], new GradCheckOptions { Order = 2 }).ThrowIfFailed();
    }

    [Test]
    public void Straight_through_takes_the_value_of_one_and_the_gradient_of_the_other()
    {
        var x = Tensor.From([0.4, 1.6]).WithGrad();
        var y = x.StraightThrough(x.Round());
        y.ToArray<double>().ShouldBe([0.0, 2.0]);
        (y * y).Sum().Backward();
        x.Grad!.ToArray<double>().ShouldBe([0.0, 4.0]);
        Should.Throw<ShapeMismatchException>(() => x.StraightThrough(Tensor.Scalar(1.0)));
        Should.Throw<ArgumentException>(() => x.StraightThrough(Tensor.From([1f, 2f])));
    }
}
