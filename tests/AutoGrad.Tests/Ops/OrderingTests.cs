namespace AutoGrad.Tests.Ops;

/// <summary>Ties, NaN and wrong arguments of sorting and what rests on it.</summary>
public class OrderingTests
{
    private const double NaN = double.NaN;

    [Test]
    public void Sorting_is_stable_and_puts_NaN_last()
    {
        var x = Tensor.From([2, NaN, 1, 2, NaN, 1, -0.0, 0]);
        var (values, indices) = x.Sort();
        values.ToArray<double>().ShouldBe([-0.0, 0, 1, 1, 2, 2, NaN, NaN]);
        indices.ToArray<long>().ShouldBe([6, 7, 2, 5, 0, 3, 1, 4]);
        x.Argsort(descending: true).ToArray<long>().ShouldBe([1, 4, 0, 3, 2, 5, 6, 7]);
    }

    [Test]
    public void Long_lines_with_many_ties_sort_stably()
    {
        var random = new Random(5);
        var x = Enumerable.Range(0, 5000).Select(_ => random.Next(7)).ToArray();
        Tensor.From(x).Argsort().ToArray<long>().ShouldBe(Enumerable.Range(0, x.Length).OrderBy(i => x[i]).Select(i => (long)i));
        Tensor.From(x).Argsort(descending: true).ToArray<long>().ShouldBe(Enumerable.Range(0, x.Length).OrderByDescending(i => x[i]).Select(i => (long)i));
    }

    [TestCase(1)]
    [TestCase(40)]
    [TestCase(5000)]
    public void What_is_selected_is_what_sorting_gives(int n)
    {
        var random = new Random(n);
        foreach (var different in new[] { 3, 50, 1_000_000 })
        {
            // equal elements, NaN, ascending and descending runs; two lines and two inner elements
            double Element(int i) => random.Next(20) == 0 ? NaN : different == 50 ? i % 100 : random.Next(different);
            var x = Tensor.From(Enumerable.Range(0, 4 * n).Select(Element).ToArray(), [2, n, 2]);
            var (up, down) = (x.Argsort(1), x.Argsort(1, descending: true));
            foreach (var k in new[] { 1, (n + 1) / 3, n / 2, n - 1, n }.Where(k => k > 0))
            {
                x.TopK(k, 1, largest: false).Indices.ToArray<long>().ShouldBe(up.Narrow(1, 0, k).ToArray<long>());
                x.TopK(k, 1).Indices.ToArray<long>().ShouldBe(down.Narrow(1, 0, k).ToArray<long>());
                x.KthValue(k, 1).Indices.ToArray<long>().ShouldBe(up.Select(1, k - 1).ToArray<long>());
            }
        }
    }

    [Test]
    public void Truth_values_and_integers_sort()
    {
        Tensor.From([true, false, true]).Sort().Values.ToArray<bool>().ShouldBe([false, true, true]);
        Tensor.From([3L, 1, 2]).TopK(2).Values.ToArray<long>().ShouldBe([3, 2]);
    }

    [Test]
    public void The_median_is_the_lower_one_and_NaN_wins()
    {
        Tensor.From([4.0, 1, 3, 2]).Median().Item<double>().ShouldBe(2);
        Tensor.From([4.0, NaN, 3, NaN]).Median().Item<double>().ShouldBe(NaN);
        var (value, index) = Tensor.From([4.0, NaN, 3, NaN]).MedianWithIndices(0);
        (value.Item<double>(), index.Item<long>()).ShouldBe((NaN, 1));
        var x = Tensor.From([1.0, 2, 2, 3]).WithGrad();
        x.Median().Backward();
        x.Grad!.ToArray<double>().ShouldBe([0, 0.5, 0.5, 0]);
        var random = new Random(3);
        var many = Enumerable.Range(0, 10001).Select(_ => random.Next(50) * 1.0).ToArray();
        Tensor.From(many).Median().Item<double>().ShouldBe(many.Order().ElementAt(5000));
    }

    [Test]
    public void A_quantile_of_a_line_with_NaN_is_NaN() =>
        Tensor.From([1.0, NaN, 3, 1, 2, 3], [2, 3]).Quantile(0.5, 1).ToArray<double>().ShouldBe([NaN, 2]);

    [Test]
    public void Running_extremes_take_the_last_of_equal_ones_and_keep_NaN()
    {
        var (values, indices) = Tensor.From([1.0, 1, NaN, 5]).Cummax(0);
        values.ToArray<double>().ShouldBe([1, 1, NaN, NaN]);
        indices.ToArray<long>().ShouldBe([0, 1, 2, 2]);
    }

    [Test]
    public void Norms_have_slope_0_where_there_is_none()
    {
        foreach (var p in new[] { 0, 0.5, 1, 2, 2.5, 3, double.PositiveInfinity })
        {
            var x = Tensor.Zeros([3], DType.Float64).WithGrad();
            x.VectorNorm(p).Backward();
            x.Grad!.ToArray<double>().ShouldBe([0, 0, 0], $"p = {p}");
        }
    }

    [Test]
    public void A_norm_of_extreme_numbers_neither_overflows_nor_vanishes()
    {
        Tensor.From([1e300, 1e300]).VectorNorm(3).Item<double>().ShouldBe(1e300 * Math.Cbrt(2), 1e287);
        Tensor.From([1e-300, 1e-300]).VectorNorm(3).Item<double>().ShouldBe(1e-300 * Math.Cbrt(2), 1e-313);
        Tensor.From([0.0, 3]).VectorNorm(-1).Item<double>().ShouldBe(0);
    }

    [Test]
    public void Each_NaN_is_unique()
    {
        var (values, inverse, counts) = Tensor.From([NaN, 1, NaN, 1]).Unique();
        values.ToArray<double>().ShouldBe([1, NaN, NaN]);
        inverse.ToArray<long>().ShouldBe([1, 0, 2, 0]);
        counts.ToArray<long>().ShouldBe([2, 1, 1]);
    }

    [Test]
    public void Wrong_arguments_are_refused()
    {
        var x = Tensor.From([1.0, 2, 3]);
        Should.Throw<ArgumentOutOfRangeException>(() => x.TopK(5)).Message.ShouldContain("TopK");
        Should.Throw<ArgumentOutOfRangeException>(() => x.TopK(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.KthValue(0));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Sort(1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Quantile(1.5));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Quantile(NaN));
        Should.Throw<ArgumentException>(() => Tensor.Zeros([0]).Median());
        Should.Throw<ArgumentException>(() => Tensor.Zeros([2, 0]).Median(1));
        Should.Throw<ArgumentException>(() => Tensor.Zeros([0]).Quantile(0.5));
        Should.Throw<ArgumentException>(() => Tensor.From([1, 2]).Quantile(0.5)).Message.ShouldContain("Quantile");
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.From([1, -2]).Bincount());
        Should.Throw<ArgumentException>(() => x.Bincount());
        Should.Throw<ArgumentException>(() => x.SearchSorted(Tensor.From([1f])));
        Should.Throw<ShapeMismatchException>(() => Tensor.Zeros([2, 3]).SearchSorted(Tensor.Zeros([3, 3])));
        Should.Throw<ArgumentOutOfRangeException>(() => x.Diff(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => x.VectorNorm(NaN));
        Should.Throw<ShapeMismatchException>(() => x.Trapezoid(Tensor.From([1.0, 2])));
        Should.Throw<ArgumentException>(() => Tensor.From([true]).Cumprod(0));
    }
}
