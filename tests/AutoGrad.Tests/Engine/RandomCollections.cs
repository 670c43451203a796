/// <summary>With <c>AUTOGRAD_COLLECT=1</c>, collections of random generations at random moments while all tests run.</summary>
/// <remarks>What the pool takes for dead must be dead wherever a collection falls; see CONTRIBUTING.md.</remarks>
[SetUpFixture]
internal sealed class RandomCollections
{
    private readonly CancellationTokenSource _end = new();
    private Thread? _thread;

    [OneTimeSetUp]
    public void Start()
    {
        if (Environment.GetEnvironmentVariable("AUTOGRAD_COLLECT") != "1") return;
        _thread = new Thread(Collect) { IsBackground = true, Name = "collections" };
        _thread.Start();
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _end.Cancel();
        _thread?.Join();
        _end.Dispose();
    }

    private void Collect()
    {
        var random = new Random(1);
        while (!_end.Token.WaitHandle.WaitOne(random.Next(1, 20)))
            GC.Collect(random.Next(10) == 0 ? 2 : random.Next(2), GCCollectionMode.Forced, blocking: true);
    }
}
