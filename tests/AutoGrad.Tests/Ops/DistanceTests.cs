namespace AutoGrad.Tests.Ops;

/// <summary>Distances and lengths where they are 0.</summary>
public class DistanceTests
{
    [TestCase(1)]
    [TestCase(1.5)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(double.PositiveInfinity)]
    public void The_gradient_of_a_distance_of_0_is_0(double p)
    {
        var x = Tensor.From([1.0, 2, 3, 4], [2, 2]).WithGrad();
        var y = Tensor.From([1.0, 2], [1, 2]).WithGrad();
        x.Cdist(y, p).Sum().Backward();
        x.Grad!.ToArray<double>()[..2].ShouldBe([0.0, 0.0]);
        foreach (var g in y.Grad!.ToArray<double>()) double.IsFinite(g).ShouldBeTrue();
    }

    [TestCase(0.5)]
    [TestCase(1.5)]
    [TestCase(2)]
    [TestCase(3)]
    public void A_vector_of_0_stays_0_and_its_gradient_is_finite(double p)
    {
        var x = Tensor.From([0.0, 0, 3, 0], [2, 2]).WithGrad();
        var y = x.Normalize(p);
        y.ToArray<double>().ShouldBe([0.0, 0, 1, 0]);
        y.Sum().Backward();
        foreach (var g in x.Grad!.ToArray<double>()) double.IsFinite(g).ShouldBeTrue();
    }

    [Test]
    public void A_factor_of_0_hides_what_it_multiplies()
    {
        var x = Tensor.From([double.NaN]).WithGrad();
        var y = x.Addmm(Tensor.Ones([1, 1], DType.Float64), Tensor.Ones([1, 1], DType.Float64), beta: 0);
        y.Item<double>().ShouldBe(1);
        y.Backward();
        x.Grad!.Item<double>().ShouldBe(0);
    }
}
