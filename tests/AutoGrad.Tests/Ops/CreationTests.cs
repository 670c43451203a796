namespace AutoGrad.Tests.Ops;

public class CreationTests
{
    [Test]
    public void Eye_has_ones_on_its_diagonal()
    {
        Tensor.Eye(2).ToArray<float>().ShouldBe([1f, 0, 0, 1]);
        Tensor.Eye(2, 3, DType.Int64).ToArray<long>().ShouldBe([1L, 0, 0, 0, 1, 0]);
        Tensor.Eye(2, 1, DType.Bool).ToArray<bool>().ShouldBe([true, false]);
        Tensor.Eye(0).Shape.ShouldBe([0, 0]);
        Should.Throw<ArgumentException>(() => Tensor.Eye(-1));
    }

    [Test]
    public void Arange_stops_before_its_end()
    {
        Tensor.Arange(3).ToArray<long>().ShouldBe([0L, 1, 2]);
        Tensor.Arange(1, 2, 0.25, DType.Float64).ToArray<double>().ShouldBe([1, 1.25, 1.5, 1.75]);
        Tensor.Arange(3, 0, -2, DType.Int32).ToArray<int>().ShouldBe([3, 1]);
        Tensor.Arange(2, 2).Size.ShouldBe(0);
        Tensor.Arange(0).Size.ShouldBe(0);
    }

    [Test]
    public void Arange_refuses_what_leads_nowhere()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Arange(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Arange(0, 1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Arange(0, 1, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Arange(0, double.NaN));
        Should.Throw<ArgumentException>(() => Tensor.Arange(0, 1e300));
        Should.Throw<ArgumentException>(() => Tensor.Arange(0, 2, 0.5, DType.Int64));
        Should.Throw<ArgumentException>(() => Tensor.Arange(3, DType.Bool));
    }

    [Test]
    public void Linspace_hits_both_ends_exactly()
    {
        var x = Tensor.Linspace(0.1, 0.7, 7, DType.Float64).ToArray<double>();
        x[0].ShouldBe(0.1);
        x[^1].ShouldBe(0.7);
        x[3].ShouldBe(0.4, 1e-15);
        Tensor.Linspace(2, 3, 1).ToArray<float>().ShouldBe([2f]);
        Tensor.Linspace(2, 3, 0).Size.ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Linspace(0, 1, -1));
        Should.Throw<ArgumentException>(() => Tensor.Linspace(0, 1, 3, DType.Int32));
    }

    [Test]
    public void Like_takes_shape_and_type()
    {
        var x = Tensor.From([1L, 2], [2, 1]);
        var zeros = Tensor.ZerosLike(x);
        zeros.Shape.ShouldBe([2, 1]);
        zeros.DType.ShouldBe(DType.Int64);
        Tensor.OnesLike(x, DType.Float64).ToArray<double>().ShouldBe([1, 1]);
        Tensor.FullLike(x, 7).ToArray<long>().ShouldBe([7L, 7]);
        Should.Throw<ArgumentException>(() => Tensor.FullLike(x, 0.5));
        Should.Throw<ArgumentNullException>(() => Tensor.ZerosLike(null!));
    }
}
