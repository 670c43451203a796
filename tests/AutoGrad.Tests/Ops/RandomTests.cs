namespace AutoGrad.Tests.Ops;

public class RandomTests
{
    private const int Many = 100_000;

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void Uniform_numbers_fill_their_interval_without_its_end(DType dtype)
    {
        var x = OpTable.NdArray.Of(Tensor.Uniform([Many], -2, 6, dtype, new Generator(1))).Data;
        x.ShouldAllBe(v => v >= -2 && v < 6);
        x.Average().ShouldBe(2, 0.05);
        x.Select(v => (v - 2) * (v - 2)).Average().ShouldBe(64.0 / 12, 0.05);
        for (var bin = 0; bin < 8; bin++) x.Count(v => (int)(v + 2) == bin).ShouldBeInRange(Many / 8 - 600, Many / 8 + 600);
    }

    [Test]
    public void Uniform_never_rounds_up_to_its_end()
    {
        // a float has no value between these two
        var (low, high) = (1f, MathF.BitIncrement(1f));
        Tensor.Uniform([1000], low, high, generator: new Generator(2)).ToArray<float>().ShouldAllBe(v => v == low);
        Tensor.Uniform([3], 5, 5).ToArray<float>().ShouldBe([5f, 5f, 5f]);
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void Normal_numbers_have_the_moments_of_their_distribution(DType dtype)
    {
        var x = OpTable.NdArray.Of(Tensor.Normal([Many], 3, 2, dtype, new Generator(3))).Data;
        var z = x.Select(v => (v - 3) / 2).ToArray();
        z.Average().ShouldBe(0, 0.015);
        z.Average(v => v * v).ShouldBe(1, 0.02);
        z.Average(v => v * v * v).ShouldBe(0, 0.05);
        z.Average(v => v * v * v * v).ShouldBe(3, 0.15);
        z.Count(v => Math.Abs(v) < 1).ShouldBeInRange(67_500, 69_000);
        z.Zip(z.Skip(1), (a, b) => a * b).Average().ShouldBe(0, 0.015);
    }

    [TestCase(DType.Int64)]
    [TestCase(DType.Int32)]
    [TestCase(DType.Float32)]
    public void Integers_are_equally_likely(DType dtype)
    {
        var x = OpTable.NdArray.Of(Tensor.RandInt([Many], -3, 7, dtype, new Generator(4))).Data;
        for (var value = -3; value < 7; value++) x.Count(v => v == value).ShouldBeInRange(9_600, 10_400);
    }

    [Test]
    public void The_whole_range_of_longs_can_be_drawn() =>
        Tensor.RandInt([1000], long.MinValue, long.MaxValue, generator: new Generator(5)).ToArray<long>().Count(v => v < 0).ShouldBeInRange(400, 600);

    [Test]
    public void A_permutation_holds_every_number_once_and_all_orders_are_equally_likely()
    {
        Tensor.RandPerm(1000, DType.Int32).ToArray<int>().Order().ShouldBe(Enumerable.Range(0, 1000));
        var generator = new Generator(6);
        var orders = Enumerable.Range(0, 6000).Select(_ => string.Join("", Tensor.RandPerm(3, generator: generator).ToArray<long>())).CountBy(s => s).ToArray();
        orders.Length.ShouldBe(6);
        orders.ShouldAllBe(o => o.Value > 880 && o.Value < 1120);
    }

    [Test]
    public void A_mask_is_true_with_its_probability()
    {
        Tensor.Bernoulli([Many], 0.3, new Generator(7)).ToArray<bool>().Count(v => v).ShouldBeInRange(29_400, 30_600);
        Tensor.Bernoulli([1000], 0).ToArray<bool>().ShouldAllBe(v => !v);
        Tensor.Bernoulli([1000], 1).ToArray<bool>().ShouldAllBe(v => v);
    }

    [Test]
    public void Empty_shapes_and_scalars_work()
    {
        Tensor.Rand([0, 3]).Shape.ShouldBe([0, 3]);
        Tensor.Randn([0]).Size.ShouldBe(0);
        Tensor.RandInt([0], 0, 1).Size.ShouldBe(0);
        Tensor.RandPerm(0).Size.ShouldBe(0);
        Tensor.Bernoulli([2, 0], 0.5).Size.ShouldBe(0);
        Tensor.Randn([], DType.Float64).Rank.ShouldBe(0);
    }

    [Test]
    public void Impossible_requests_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Uniform([2], 1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Uniform([2], double.NaN, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Uniform([2], -3e38, 3e38));
        Should.Throw<ArgumentException>(() => Tensor.Rand([2], DType.Int64));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Normal([2], std: -1));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Normal([2], double.PositiveInfinity));
        Should.Throw<ArgumentException>(() => Tensor.Randn([2], DType.Bool));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.RandInt([2], 3, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.RandInt([2], 0, 1L << 40, DType.Int32));
        Should.Throw<ArgumentException>(() => Tensor.RandInt([2], 0, 2, DType.Bool));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.RandPerm(-1));
        Should.Throw<ArgumentException>(() => Tensor.RandPerm(3, DType.Float32));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Bernoulli([2], 1.5));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Bernoulli([2], double.NaN));
    }
}
