using AutoGrad.Data;

namespace AutoGrad.Tests.Data;

public class SamplerTests
{
    private static Tensor Labels(int count, int rare) => Tensor.From([.. Enumerable.Range(0, count).Select(i => i % rare == 0 ? 1L : 0L)]);

    [Test]
    public void A_weighted_sampler_draws_in_proportion()
    {
        var order = new WeightedSampler([1, 0, 3, 0], 40_000).Order(new Generator(1));
        order.Length.ShouldBe(40_000);
        order.ShouldAllBe(row => row == 0 || row == 2);
        ((double)order.Count(row => row == 2) / order.Length).ShouldBe(0.75, 0.01);      // four standard deviations are 0.009
        new WeightedSampler([1, 0, 3, 0], 40_000).Order(new Generator(1)).ShouldBe(order);
    }

    [Test]
    public void Without_replacement_no_row_comes_twice_and_heavy_ones_come_first()
    {
        var sampler = new WeightedSampler([1, 0, 9, 1], 3, replacement: false);
        var orders = Enumerable.Range(0, 2000).Select(seed => sampler.Order(new Generator((ulong)seed))).ToArray();
        orders.ShouldAllBe(order => order.Order().SequenceEqual(new long[] { 0, 2, 3 }));
        (orders.Count(order => order[0] == 2) / 2000.0).ShouldBe(9 / 11.0, 0.035);
    }

    [Test]
    public void Classes_are_balanced_by_weights()
    {
        var labels = Labels(1000, 10);
        var classes = WeightedSampler.Balanced(labels, 20_000).Order(new Generator(2)).Select(row => labels.ToArray<long>()[row]).ToArray();
        classes.Average().ShouldBe(0.5, 0.015);
    }

    [TestCase(new double[0])]
    [TestCase(new[] { 0.0, 0 })]
    [TestCase(new[] { 1.0, -1 })]
    [TestCase(new[] { 1.0, double.NaN })]
    [TestCase(new[] { double.MaxValue, double.MaxValue })]
    public void Weights_that_mean_nothing_are_refused(double[] weights) => Should.Throw<ArgumentException>(() => new WeightedSampler(weights, 1));

    [Test]
    public void More_rows_than_there_are_cannot_be_drawn() => Should.Throw<ArgumentException>(() => new WeightedSampler([1, 0, 1], 3, replacement: false)).Message.ShouldContain("2 have");

    [Test]
    public void A_stratified_order_spreads_each_class_over_the_batches()
    {
        var labels = Labels(200, 10);
        var loader = new DataLoader(new TensorDataset(labels), new StratifiedSampler(labels), batchSize: 20, seed: 4);
        foreach (var batch in loader) batch[0].ToArray<long>().Sum().ShouldBeInRange(1, 3);      // 2 of 20 in the whole
        var (first, second) = (new StratifiedSampler(labels).Order(new Generator(1)), new StratifiedSampler(labels).Order(new Generator(2)));
        first.Order().ShouldBe(Enumerable.Range(0, 200).Select(i => (long)i));
        first.ShouldNotBe(second);
    }

    [TestCase(10, 3, false, 4)]
    [TestCase(10, 3, true, 3)]
    [TestCase(9, 3, false, 3)]
    [TestCase(1, 3, false, 1)]
    public void Processes_share_the_rows(int rows, int processes, bool dropLast, int each)
    {
        var shares = Enumerable.Range(0, processes).Select(rank => new DistributedSampler(new RandomSampler(rows), rank, processes, dropLast).Order(new Generator(5))).ToArray();
        shares.ShouldAllBe(share => share.Length == each);
        var all = shares.SelectMany(share => share).ToArray();
        all.Distinct().Count().ShouldBe(Math.Min(rows, each * processes));
        var order = new RandomSampler(rows).Order(new Generator(5));
        for (var i = 0; i < all.Length; i++) shares[i % processes][i / processes].ShouldBe(order[i % rows]);
    }

    [TestCase(-1, 2)]
    [TestCase(2, 2)]
    [TestCase(0, 0)]
    public void A_process_has_a_number_among_the_others(int rank, int processes) => Should.Throw<ArgumentOutOfRangeException>(() => new DistributedSampler(new RandomSampler(4), rank, processes));

    [Test]
    public void A_sampler_that_breaks_its_word_is_named() =>
        Should.Throw<InvalidOperationException>(() => new DataLoader(new TensorDataset(Tensor.Arange(3)), new Short()).First()).Message.ShouldContain("Short: the order has 1 rows, and Count says 2");

    private sealed class Short : Sampler
    {
        public override int Count => 2;

        public override long[] Order(Generator random) => [0];
    }
}
