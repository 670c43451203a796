namespace AutoGrad.Kernels;

/// <summary>Runs the chunks of a kernel on several threads and comes back when all are done.</summary>
/// <remarks>
/// <para>One pool serves the process. The caller works too; a worker that has nothing to do watches for the next fork for a
/// moment, since a kernel is often followed by another, and then sleeps.</para>
/// <para>One fork at a time has the workers. A fork from a second thread meanwhile, or from within a chunk, runs on its own
/// thread alone: programs that run several models on several threads do not get more threads than they asked for.</para>
/// </remarks>
internal static class ForkJoin
{
    /// <summary>More threads than any machine this runs on has cores; asking for more is a mistake.</summary>
    public const int MostThreads = 1024;

    private static readonly object s_gate = new();
    private static readonly TimeSpan s_watch = TimeSpan.FromMicroseconds(200);
    private static ChunkedJob? s_current;
    private static int s_threads = Math.Clamp(Environment.ProcessorCount, 1, MostThreads);
    private static int s_started, s_asleep;

    [ThreadStatic] private static bool s_inside;

    /// <summary>How many threads a kernel may use, the caller's among them.</summary>
    public static int Threads
    {
        get => Volatile.Read(ref s_threads);
        set => Volatile.Write(ref s_threads, value);
    }

    /// <summary>A fork would run on this thread alone: there is one thread, or this is a chunk of another fork.</summary>
    public static bool IsAlone => Threads < 2 || s_inside;

    /// <summary>Runs every chunk once. What a chunk throws is thrown here, after the others are done.</summary>
    public static void Run<TWork>(int chunks, TWork work) where TWork : struct, IChunkedWork
    {
        if (chunks < 2 || Threads < 2 || s_inside || Volatile.Read(ref s_current) is not null)
        {
            for (var i = 0; i < chunks; i++) work.Run(i);
            return;
        }
        var job = new ChunkedJob<TWork>(chunks, work);
        var shared = Interlocked.CompareExchange(ref s_current, job, null) is null;
        s_inside = true;
        try
        {
            if (shared) Call(chunks - 1);
            job.Help();
            job.Join();
        }
        finally
        {
            s_inside = false;
            if (shared) Volatile.Write(ref s_current, null);
        }
    }

    private static void Call(int wanted)
    {
        wanted = Math.Min(wanted, Threads - 1);
        if (s_started < wanted) Start(wanted);
        if (Volatile.Read(ref s_asleep) == 0) return;
        lock (s_gate)
        {
            if (s_started >= Threads) Monitor.PulseAll(s_gate);     // some are beyond the number that may work now
            else
                for (var i = 0; i < wanted; i++) Monitor.Pulse(s_gate);
        }
    }

    private static void Start(int wanted)
    {
        lock (s_gate)
        {
            for (; s_started < wanted; s_started++)
            {
                var rank = s_started + 1;
                new Thread(() => Work(rank)) { IsBackground = true, Name = $"AutoGrad {rank}" }.Start();
            }
        }
    }

    private static void Work(int rank)
    {
        s_inside = true;
        while (true)
        {
            if (Watch(rank)) Volatile.Read(ref s_current)?.Help();
            else Sleep(rank);
        }
    }

    private static bool HasWork(int rank) => rank < Threads && Volatile.Read(ref s_current) is { IsExhausted: false };

    /// <summary>Looks for work for a moment. With more threads than cores, looking only takes time from who works.</summary>
    private static bool Watch(int rank)
    {
        if (HasWork(rank)) return true;
        if (Threads > Environment.ProcessorCount) return false;
        for (var begin = System.Diagnostics.Stopwatch.GetTimestamp(); System.Diagnostics.Stopwatch.GetElapsedTime(begin) < s_watch;)
            for (var i = 0; i < 16; i++)
            {
                if (HasWork(rank)) return true;
                Thread.SpinWait(2);
            }
        return false;
    }

    private static void Sleep(int rank)
    {
        lock (s_gate)
        {
            Interlocked.Increment(ref s_asleep);        // a full fence: either this sees the job, or its caller sees the sleeper
            while (!HasWork(rank)) Monitor.Wait(s_gate);
            Interlocked.Decrement(ref s_asleep);
        }
    }
}
