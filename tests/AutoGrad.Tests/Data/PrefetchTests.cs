using AutoGrad.Data;

namespace AutoGrad.Tests.Data;

/// <summary>Workers change when batches are made, and nothing else.</summary>
public class PrefetchTests
{
    private const int Rows = 37;

    private static readonly int[] s_workers = [0, 1, 2, 8];

    private static Transform Augment => new Compose(new RandomCrop(4, 4, padding: 1), new RandomFlip(), new RandomRotation(20), new GaussianNoise(0.1));

    private static MapDataset Images() => new(Rows, i =>
    {
        if (i % 5 == 0) Thread.Sleep(1);      // so that batches are not ready in the order they were begun
        return [Tensor.Full([1, 5, 5], i), Tensor.Scalar((long)i)];
    });

    private static BatchLoader Loader(string kind, int workers) => kind == "map"
        ? new DataLoader(Images(), batchSize: 5, shuffle: true, seed: 7) { Workers = workers, Transform = Augment.OnPart(0) }
        : new StreamLoader(StreamDataset.From(Enumerable.Range(0, Rows), i => [Tensor.Full([1, 5, 5], i), Tensor.Scalar((long)i)]), batchSize: 5, shuffleBuffer: 9, seed: 7) { Workers = workers, Transform = Augment.OnPart(0) };

    private static string Bits(Batch batch) => string.Join(' ', batch[0].ToArray<float>().Select(BitConverter.SingleToInt32Bits)) + " : " + string.Join(' ', batch[1].ToArray<long>());

    private static string[] Epochs(BatchLoader loader, int epochs) => [.. Enumerable.Range(0, epochs).SelectMany(_ => loader.Select(Bits).ToArray())];

    [Test]
    public void Batches_have_the_same_bits_for_any_number_of_workers([Values("map", "stream")] string kind)
    {
        var expected = Epochs(Loader(kind, 0), 2);
        expected.Length.ShouldBe(16);
        expected.Distinct().Count().ShouldBe(16);
        foreach (var workers in s_workers) Epochs(Loader(kind, workers), 2).ShouldBe(expected, $"{workers} workers");
    }

    [Test]
    public async Task An_asynchronous_walk_gives_the_same_batches([Values("map", "stream")] string kind, [ValueSource(nameof(s_workers))] int workers)
    {
        var batches = new List<string>();
        await foreach (var batch in Loader(kind, workers).ReadAsync()) batches.Add(Bits(batch));
        batches.ShouldBe(Epochs(Loader(kind, 0), 1));
    }

    [Test]
    public void A_run_is_resumed_at_the_next_batch([Values("map", "stream")] string kind, [ValueSource(nameof(s_workers))] int workers, [Values(1, 3, 8, 11)] int stopped)
    {
        var expected = Epochs(Loader(kind, 0), 3);
        var (first, had) = (Loader(kind, workers), new List<string>());
        while (had.Count < stopped)
            foreach (var batch in first)
            {
                had.Add(Bits(batch));
                if (had.Count == stopped) break;
            }
        var second = Loader(kind, 0);
        second.LoadState(first.StateDictionary());
        second.Position.ShouldBe(first.Position);
        while (second.Position.Epoch < 3) had.AddRange(second.Select(Bits));
        had.ShouldBe(expected);
    }

    [Test]
    public void A_state_of_other_settings_is_refused_with_all_differences()
    {
        var loader = Loader("map", 0);
        loader.First();
        var state = new Dictionary<string, Tensor>(loader.StateDictionary()) { ["extra"] = Tensor.Scalar(1L), ["epoch"] = Tensor.Scalar(1.5) };
        var other = new DataLoader(Images(), batchSize: 6, seed: 8);
        var message = Should.Throw<ArgumentException>(() => other.LoadState(state)).Message;
        foreach (var fault in new[] { "batch_size is 6, the state has 5", "seed is 8, the state has 7", "unexpected: extra", ": epoch is " }) message.ShouldContain(fault);
        other.Position.ShouldBe(default);
    }

    [TestCase(-1)]
    [TestCase(9)]
    public void A_position_is_one_that_an_epoch_has(int batch) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Loader("map", 0).Position = new LoaderPosition(0, batch)).Message.ShouldContain("batch");

    [Test]
    public void A_fault_names_the_sample_and_what_came_before_it_is_handed_out([ValueSource(nameof(s_workers))] int workers)
    {
        var loader = new DataLoader(new MapDataset(20, i => i == 13 ? throw new FormatException("bad picture") : [Tensor.Scalar((long)i)]), batchSize: 4) { Workers = workers };
        var had = new List<long>();
        var e = Should.Throw<DataLoadException>(() =>
        {
            foreach (var batch in loader) had.AddRange(batch[0].ToArray<long>());
        });
        e.Index.ShouldBe(13);
        e.Message.ShouldBe("Batch 3 of epoch 0: Sample 13: bad picture");
        e.InnerException.ShouldBeOfType<FormatException>();
        had.ShouldBe(Enumerable.Range(0, 12).Select(i => (long)i));
        loader.Position.ShouldBe(new LoaderPosition(0, 3));
    }

    [Test]
    public void A_fault_in_a_stream_names_the_sample([ValueSource(nameof(s_workers))] int workers, [Values] bool inSource)
    {
        IEnumerable<int> Numbers()
        {
            for (var i = 0; i < 20; i++) yield return inSource && i == 7 ? throw new IOException("the line is cut") : i;
        }

        var loader = new StreamLoader(StreamDataset.From(Numbers(), i => i == 7 ? throw new IOException("the line is cut") : [Tensor.Scalar((long)i)]), batchSize: 3) { Workers = workers };
        var e = Should.Throw<DataLoadException>(() => loader.ToArray());
        e.Index.ShouldBe(7);
        e.Message.ShouldContain("Sample 7: the line is cut");
        loader.Position.ShouldBe(new LoaderPosition(0, 2));
    }

    [Test]
    public void A_fault_of_the_whole_batch_names_its_rows([ValueSource(nameof(s_workers))] int workers)
    {
        var loader = new DataLoader(new TensorDataset(Tensor.Arange(6)), batchSize: 2) { Workers = workers, Transform = (batch, _) => batch[0].ToArray<long>()[0] == 4 ? throw new InvalidOperationException("no") : batch };
        var e = Should.Throw<DataLoadException>(() => loader.ToArray());
        (e.Message, e.Index).ShouldBe(("Batch 2 of epoch 0, rows 4, 5: no", null));
    }

    [Test]
    public void Nothing_runs_on_behind_a_walk_that_was_left()
    {
        var (running, most) = (0, 0);
        var loader = new DataLoader(new MapDataset(1000, i =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            Thread.Sleep(1);
            Interlocked.Decrement(ref running);
            return [Tensor.Scalar((long)i)];
        }), batchSize: 1)
        { Workers = 3 };
        loader.Take(5).Count().ShouldBe(5);
        Volatile.Read(ref running).ShouldBe(0);
        most.ShouldBeInRange(1, 3);
        loader.Position.ShouldBe(new LoaderPosition(0, 5));
    }

    [Test]
    public void Work_is_done_only_so_far_ahead()
    {
        var made = 0;
        var loader = new DataLoader(new MapDataset(1000, i => { Interlocked.Increment(ref made); return [Tensor.Scalar((long)i)]; })) { Workers = 2, Prefetch = 3 };
        using var walk = loader.GetEnumerator();
        walk.MoveNext().ShouldBeTrue();
        Thread.Sleep(50);
        made.ShouldBeInRange(1, 1 + 6);
    }

    [Test]
    public async Task A_walk_can_be_cancelled([ValueSource(nameof(s_workers))] int workers)
    {
        using var cancel = new CancellationTokenSource();
        async IAsyncEnumerable<int> Endless([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
        {
            for (var i = 0; ; i++)
            {
                await Task.Delay(1, token);
                yield return i;
            }
        }

        var (loader, had) = (new StreamLoader(StreamDataset.From(Endless(), i => [Tensor.Scalar((long)i)]), batchSize: 2) { Workers = workers }, 0);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in loader.ReadAsync(cancel.Token))
                if (++had == 3) cancel.Cancel();
        });
        had.ShouldBe(3);
        loader.Position.ShouldBe(new LoaderPosition(0, 3));
    }

    [Test]
    public void Settings_have_limits()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new DataLoader(Images()) { Workers = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new DataLoader(Images()) { Prefetch = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new StreamLoader(StreamDataset.From(new[] { 1 }, i => [Tensor.Scalar(i)]), batchSize: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new StreamLoader(StreamDataset.From(new[] { 1 }, i => [Tensor.Scalar(i)]), shuffleBuffer: -1));
    }
}
