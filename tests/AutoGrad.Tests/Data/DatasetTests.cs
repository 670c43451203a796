using AutoGrad.Data;

namespace AutoGrad.Tests.Data;

public class DatasetTests
{
    private static readonly Tensor s_labels = Tensor.From([.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? 2L : i % 2)]);

    private static TensorDataset Rows => new(Tensor.Arange(100), s_labels);

    private static long[] First(Dataset dataset) => dataset.Fetch(Tensor.Arange(dataset.Count))[0].ToArray<long>();

    [Test]
    public void A_split_puts_every_row_into_one_part()
    {
        var parts = Rows.RandomSplit([0.7, 0.2, 0.1], seed: 3);
        parts.Select(p => p.Count).ShouldBe([70, 20, 10]);
        parts.SelectMany(First).Order().ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
        Rows.RandomSplit([0.7, 0.2, 0.1], seed: 3)[1].Rows.ShouldBe(parts[1].Rows);
        Rows.RandomSplit([0.7, 0.2, 0.1], seed: 4)[1].Rows.ShouldNotBe(parts[1].Rows);
    }

    [Test]
    public void A_stratified_split_keeps_the_shares_of_the_classes()
    {
        var parts = Rows.StratifiedSplit(s_labels, [0.8, 0.2], seed: 3);
        parts.SelectMany(First).Order().ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
        foreach (var (part, share) in parts.Zip([0.8, 0.2]))
            part.Fetch(Tensor.Arange(part.Count))[1].ToArray<long>().CountBy(c => c).OrderBy(c => c.Key).Select(c => c.Value).ShouldBe([(int)(40 * share), (int)(50 * share), (int)(10 * share)]);
    }

    [TestCase(0.5, 0.4)]
    [TestCase(1.0, 0.0)]
    [TestCase(1.5, -0.5)]
    [TestCase(double.NaN, 0.5)]
    [TestCase(0.999, 0.001)]
    public void Fractions_that_leave_a_part_empty_are_refused(double a, double b)
    {
        Should.Throw<ArgumentException>(() => Rows.RandomSplit([a, b], 0));
        Should.Throw<ArgumentException>(() => Rows.StratifiedSplit(s_labels, [a, b], 0));
    }

    [Test]
    public void Labels_are_integers_one_a_row()
    {
        Should.Throw<ArgumentException>(() => Rows.StratifiedSplit(Tensor.Zeros([100]), [0.5, 0.5], 0)).Message.ShouldContain("Float32");
        Should.Throw<ArgumentException>(() => Rows.StratifiedSplit(Tensor.Arange(3), [0.5, 0.5], 0)).Message.ShouldContain("3 labels for 100 rows");
    }

    [Test]
    public void A_subset_fetches_from_the_whole()
    {
        var subset = new Subset(Rows, 5, 3, 5);
        First(subset).ShouldBe([5, 3, 5]);
        Should.Throw<ArgumentOutOfRangeException>(() => new Subset(Rows, 100)).Message.ShouldContain("100 rows");
        Should.Throw<ArgumentOutOfRangeException>(() => subset.Fetch(Tensor.From([3L])));
    }

    [Test]
    public void Data_sets_behind_one_another_are_one()
    {
        var all = new ConcatDataset(new TensorDataset(Tensor.Arange(3)), new TensorDataset(Tensor.Zeros([0], DType.Int64)), new TensorDataset(Tensor.Arange(4) + 10));
        all.Count.ShouldBe(7);
        all.Fetch(Tensor.From([6L, 0, 3, 2, 6]))[0].ToArray<long>().ShouldBe([13, 0, 10, 2, 13]);
        Should.Throw<ArgumentOutOfRangeException>(() => all.Fetch(Tensor.From([7L])));
        Should.Throw<ArgumentException>(() => new ConcatDataset());
    }

    [Test]
    public void A_list_is_a_data_set()
    {
        var words = MapDataset.From(["one", "three"], word => [Tensor.From([.. word.Select(c => (long)c)])], Collate.Pad(-1));
        var batch = words.Fetch(Tensor.From([1L, 0]));
        batch[0].ToArray<long>().ShouldBe(['t', 'h', 'r', 'e', 'e', 'o', 'n', 'e', -1, -1]);
        batch[1].ToArray<long>().ShouldBe([5, 3]);
    }

    [Test]
    public void Samples_that_do_not_fit_together_are_named()
    {
        Should.Throw<ShapeMismatchException>(() => Collate.Stack([[Tensor.Zeros([2])], [Tensor.Zeros([3])]])).Message.ShouldContain("part 0 of sample 1");
        Should.Throw<ArgumentException>(() => Collate.Stack([[Tensor.Zeros([2])], [Tensor.Zeros([2]), Tensor.Zeros([2])]])).Message.ShouldContain("Sample 1 of the batch has 2 parts");
        Should.Throw<ArgumentException>(() => Collate.Stack([[Tensor.Zeros([2])], [Tensor.Arange(2)]])).Message.ShouldContain("is Int64");
        Should.Throw<ArgumentException>(() => Collate.Stack([])).Message.ShouldContain("at least one");
        Should.Throw<ShapeMismatchException>(() => Collate.Pad()([[Tensor.Zeros([2, 1])], [Tensor.Zeros([3, 2])]])).Message.ShouldContain("more than its length");
    }

    [Test]
    public void A_part_of_a_batch_is_exchanged()
    {
        var batch = new Batch(Tensor.Zeros([1]), Tensor.Zeros([2]));
        batch.With(1, Tensor.Zeros([3])).Parts.Select(p => p.Size).ShouldBe([1, 3]);
        batch.Parts.Select(p => p.Size).ShouldBe([1, 2]);
        Should.Throw<ArgumentOutOfRangeException>(() => batch.With(2, batch[0]));
    }

    [Test]
    public void Streams_are_batched_in_order_or_shuffled_within_a_buffer()
    {
        StreamLoader Loader(int buffer, bool dropLast = false) => new(StreamDataset.From(Enumerable.Range(0, 50), i => [Tensor.Scalar((long)i)]), batchSize: 8, shuffleBuffer: buffer, seed: 1, dropLast: dropLast);
        long[] Walk(StreamLoader loader) => [.. loader.SelectMany(b => b[0].ToArray<long>())];
        var order = Enumerable.Range(0, 50).Select(i => (long)i).ToArray();
        Walk(Loader(0)).ShouldBe(order);
        Walk(Loader(0, dropLast: true)).ShouldBe(order[..48]);
        var loader = Loader(10);
        var (first, second) = (Walk(loader), Walk(loader));
        first.Order().ShouldBe(order);
        first.ShouldNotBe(order);
        first.ShouldNotBe(second);
        for (var i = 0; i < 50; i++) first[i].ShouldBeLessThan(i + 10);      // nothing comes before it is in the buffer
        loader.Epoch = 0;
        Walk(loader).ShouldBe(first);
    }

    [Test]
    public void An_empty_stream_gives_no_batches() => new StreamLoader(StreamDataset.From(Array.Empty<int>(), i => [Tensor.Scalar(i)]), 4, 4).ShouldBeEmpty();
}
