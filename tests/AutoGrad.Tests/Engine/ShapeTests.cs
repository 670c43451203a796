namespace AutoGrad.Tests.Engine;

public class ShapeTests
{
    [Test]
    public void The_default_shape_is_the_scalar_shape()
    {
        default(Shape).Rank.ShouldBe(0);
        default(Shape).Size.ShouldBe(1);
        default(Shape).ShouldBe(new Shape());
        default(Shape).ToString().ShouldBe("[]");
    }

    [Test]
    public void Shapes_compare_by_extents()
    {
        Shape a = [2, 3];
        (a == new Shape(2, 3)).ShouldBeTrue();
        (a != new Shape(3, 2)).ShouldBeTrue();
        a.GetHashCode().ShouldBe(new Shape(2, 3).GetHashCode());
        a[-1].ShouldBe(3);
        a[^2].ShouldBe(2);
        a.ShouldBe([2, 3]);
        Should.Throw<ArgumentOutOfRangeException>(() => _ = a[2]).Message.ShouldContain("2 axes");
    }

    [Test]
    public void Negative_extents_are_refused() => Should.Throw<ArgumentException>(() => Tensor.Zeros([2, -1])).Message.ShouldContain("[2, -1]");

    [Test]
    public void Sizes_that_overflow_are_refused_before_anything_is_allocated()
    {
        Should.Throw<ArgumentException>(() => Tensor.Zeros([int.MaxValue, int.MaxValue])).Message.ShouldContain("[2147483647, 2147483647]");
        Should.Throw<ArgumentException>(() => new Shape(1L << 31, 1L << 31)).Message.ShouldContain("2147483648");
        Should.Throw<ArgumentException>(() => Tensor.Zeros([65536, 65536]));
        Should.Throw<ArgumentException>(() => Tensor.Zeros([65536, 1, 1]) + Tensor.Zeros([65536]));
    }

    [Test]
    public void Extents_of_zero_make_empty_tensors_however_large_the_others_are()
    {
        new Shape(int.MaxValue, 0, int.MaxValue).Size.ShouldBe(0);
        Tensor.Zeros([3, 0]).ToArray<float>().ShouldBeEmpty();
    }

    [Test]
    public void More_than_64_axes_are_refused() => Should.Throw<ArgumentException>(() => new Shape(Enumerable.Repeat(1, 65).ToArray())).Message.ShouldContain("64");
}
