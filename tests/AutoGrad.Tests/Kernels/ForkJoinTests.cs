using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

[NonParallelizable]
public class ForkJoinTests
{
    private int _threads;

    [SetUp]
    public void Remember() => _threads = Parallelism.Threads;

    [TearDown]
    public void Restore() => Parallelism.Threads = _threads;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(16)]
    public void EveryChunkRunsOnce(int threads)
    {
        Parallelism.Threads = threads;
        for (var chunks = 0; chunks < 200; chunks++)
        {
            var counts = new int[chunks];
            ForkJoin.Run(chunks, new Count(counts));
            counts.ShouldAllBe(c => c == 1);
        }
    }

    [Test]
    public void AForkWithinAChunkRunsOnItsThread()
    {
        Parallelism.Threads = 2;
        var counts = new int[64];
        ForkJoin.Run(8, new Nested(counts));
        counts.ShouldAllBe(c => c == 1);
    }

    [Test]
    public void ManyThreadsForkAtOnce()
    {
        Parallelism.Threads = 2;
        var wrong = 0;
        var callers = Enumerable.Range(0, 16).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var counts = new int[7];
                ForkJoin.Run(7, new Count(counts));
                if (counts.Any(c => c != 1)) Interlocked.Increment(ref wrong);
            }
        })).ToList();
        callers.ForEach(t => t.Start());
        callers.ForEach(t => t.Join());
        wrong.ShouldBe(0);
    }

    [Test]
    public void WhatAChunkThrowsReachesTheCallerOnceAndThePoolGoesOn()
    {
        Parallelism.Threads = 2;
        for (var i = 0; i < 100; i++)
        {
            Should.Throw<InvalidOperationException>(() => ForkJoin.Run(9, new Failing(i % 9))).Message.ShouldBe($"chunk {i % 9}");
            var counts = new int[9];
            ForkJoin.Run(9, new Count(counts));
            counts.ShouldAllBe(c => c == 1);
        }
    }

    [Test]
    public void WorkersThatFellAsleepAreWoken()
    {
        Parallelism.Threads = 2;
        for (var i = 0; i < 20; i++)
        {
            Thread.Sleep(5);
            var threads = new int[64];
            ForkJoin.Run(64, new Slow(threads));
            threads.Distinct().Count().ShouldBe(2);
        }
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1025)]
    [TestCase(int.MaxValue)]
    public void ThreadCountsBeyondReasonAreRefused(int threads)
    {
        var before = Parallelism.Threads;
        Should.Throw<ArgumentOutOfRangeException>(() => Parallelism.Threads = threads).Message.ShouldContain("1 to 1024");
        Parallelism.Threads.ShouldBe(before);
    }

    private readonly struct Count(int[] counts) : IChunkedWork
    {
        public void Run(int chunk) => Interlocked.Increment(ref counts[chunk]);
    }

    private readonly struct Nested(int[] counts) : IChunkedWork
    {
        public void Run(int chunk) => ForkJoin.Run(8, new Row(counts, chunk * 8));
    }

    private readonly struct Row(int[] counts, int first) : IChunkedWork
    {
        public void Run(int chunk) => Interlocked.Increment(ref counts[first + chunk]);
    }

    private readonly struct Failing(int bad) : IChunkedWork
    {
        public void Run(int chunk)
        {
            if (chunk == bad) throw new InvalidOperationException($"chunk {chunk}");
        }
    }

    private readonly struct Slow(int[] threads) : IChunkedWork
    {
        public void Run(int chunk)
        {
            Thread.Sleep(2);
            threads[chunk] = Environment.CurrentManagedThreadId;
        }
    }
}
