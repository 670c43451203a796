using AutoGrad.Data;

namespace AutoGrad.Tests.Data;

public class DataLoaderTests
{
    private static TensorDataset Rows(int count) => new(Tensor.Arange(count, DType.Float32).Reshape(count, 1), Tensor.Arange(count));

    private static long[][] Labels(DataLoader loader) => [.. loader.Select(batch => batch[1].ToArray<long>())];

    [Test]
    public void Batches_come_in_order_and_the_last_may_be_smaller()
    {
        var loader = new DataLoader(Rows(7), batchSize: 3);
        loader.Count.ShouldBe(3);
        Labels(loader).ShouldBe([[0, 1, 2], [3, 4, 5], [6]]);
        foreach (var (x, y) in loader) x.ToArray<float>().ShouldBe(Array.ConvertAll(y.ToArray<long>(), v => (float)v));
    }

    [Test]
    public void The_last_batch_can_be_dropped()
    {
        var loader = new DataLoader(Rows(7), batchSize: 3, dropLast: true);
        loader.Count.ShouldBe(2);
        Labels(loader).Length.ShouldBe(2);
        new DataLoader(Rows(2), batchSize: 3, dropLast: true).ShouldBeEmpty();
    }

    [Test]
    public void Each_epoch_has_an_order_of_its_own_that_the_seed_decides()
    {
        DataLoader Loader(ulong seed) => new(Rows(50), batchSize: 8, shuffle: true, seed);
        var (a, b) = (Loader(1), Loader(1));
        var (first, second) = (Labels(a).SelectMany(v => v).ToArray(), Labels(a).SelectMany(v => v).ToArray());
        first.ShouldNotBe(second);
        first.Order().ShouldBe(Enumerable.Range(0, 50).Select(i => (long)i));
        Labels(b).SelectMany(v => v).ShouldBe(first);
        a.Epoch.ShouldBe(2);
        b.Epoch = 1;
        Labels(b).SelectMany(v => v).ShouldBe(second);
        Labels(Loader(2)).SelectMany(v => v).ShouldNotBe(first);
    }

    [Test]
    public void An_empty_data_set_gives_no_batches()
    {
        new DataLoader(Rows(0), batchSize: 4, shuffle: true).ShouldBeEmpty();
        new DataLoader(Rows(0), batchSize: 4).Count.ShouldBe(0);
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void A_batch_holds_at_least_one_row(int size) => Should.Throw<ArgumentOutOfRangeException>(() => new DataLoader(Rows(3), size));

    [Test]
    public void A_batch_says_how_many_parts_it_has()
    {
        var batch = new DataLoader(new TensorDataset(Tensor.Zeros([2, 1]))).First();
        Should.Throw<InvalidOperationException>(() => { var (_, _) = batch; }).Message.ShouldContain("1 parts");
    }
}
