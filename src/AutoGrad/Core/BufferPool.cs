using System.Diagnostics;
using System.Numerics;
using System.Runtime;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>Arrays of larger tensors, used again once it is proved that nobody holds them.</summary>
/// <remarks>
/// <para>Two proofs are taken. The engine returns the gradients of intermediates itself (<see cref="ScratchPool"/>). For all
/// else a weak handle watches the <see cref="Storage"/> that every tensor over the array shares: once the garbage collector
/// has cleared it, nobody is left. Fresh memory costs page faults and old collections; a young collection now and then,
/// after a backward pass or when much was lent, costs less (docs/adr/0008).</para>
/// <para>A span keeps an array alive, but not the storage. So the storages whose elements were last looked at are held for a
/// while (<see cref="RecentStorages"/>), and an array handed to a user's code as a span is given up for good.</para>
/// </remarks>
internal static class BufferPool
{
    /// <summary>A development switch: every tensor is pooled, what comes back is filled with NaN, and collections come at odd moments.</summary>
    public static readonly bool Checking = Environment.GetEnvironmentVariable("AUTOGRAD_CHECK_BUFFERS") == "1";

    /// <summary>Smaller arrays are left to the collector.</summary>
    public static readonly int SmallestBytes = Checking ? 1 : 4096;

    private const long SmallestBudget = 32 << 20;
    private const long LoopBudget = 4 << 20;        // what a cache holds
    private const int LoopShare = 16;               // of the time may go into collections
    private const int KeptSweeps = 32;
    private const int CheckingInterval = 4001;

    private static readonly Lock s_gate = new();
    private static readonly Dictionary<(DType, int), Stack<PooledBuffer>> s_free = [];
    private static readonly List<PooledBuffer> s_lent = [];
    private static long s_lentBytes, s_lentSinceSweep, s_budget = SmallestBudget, s_lowest = long.MaxValue;
    private static long s_collectedAt, s_collectionTime, s_floor = SmallestBudget;
    private static bool s_loops, s_released;
    private static int s_sweeps, s_collections, s_oldCollections, s_lends;

    /// <summary>An array of at least so many elements, with a storage to be shared by all tensors over it. The elements are undefined.</summary>
    public static Storage Lend(DType dtype, int size)
    {
        RecentStorages.Make();
        var storage = new Storage();
        var capacity = CapacityFor(dtype, size);
        lock (s_gate)
        {
            var buffer = Find(dtype, capacity) ?? new PooledBuffer(dtype, capacity);
            buffer.Lend(storage);
            buffer.Place = s_lent.Count;
            s_lent.Add(buffer);
            s_lentBytes += buffer.Bytes;
            s_lentSinceSweep += buffer.Bytes;
        }
        return storage;
    }

    /// <summary>Takes back an array that provably nobody will read again.</summary>
    public static void Return(Storage storage)
    {
        lock (s_gate)
        {
            if (storage.Buffer is not { } buffer) return;
            storage.Buffer = null;
            Remove(buffer);
            Keep(buffer);
        }
    }

    /// <summary>Leaves an array to whoever holds it and to the collector.</summary>
    public static void Forget(Storage storage)
    {
        lock (s_gate)
        {
            if (storage.Buffer is not { } buffer) return;
            storage.Buffer = null;
            Remove(buffer);
            buffer.Drop();
        }
    }

    /// <summary>A graph was just released: the cheapest moment to find out what is free.</summary>
    public static void Released()
    {
        s_released = true;
        if (Volatile.Read(ref s_lentSinceSweep) < SmallestBudget / 2) return;
        RecentStorages.Clear();         // between two ops nobody looks at elements, and what is held now would grow old
        lock (s_gate)
        {
            if (s_lentSinceSweep >= SmallestBudget / 2) Collect();
        }
    }

    /// <summary>Bytes of the arrays that somebody holds, after a full collection; for tests and reports.</summary>
    public static long HeldBytes()
    {
        RecentStorages.Clear();
        lock (s_gate)
        {
            Collect(GC.MaxGeneration);
            return s_lentBytes;
        }
    }

    /// <summary>Capacities are rounded up by at most an eighth, so that batches of nearly the same size share arrays.</summary>
    private static int CapacityFor(DType dtype, int size)
    {
        var unit = Math.Max(64 / dtype.ElementSize, 1 << Math.Max(0, BitOperations.Log2((uint)size) - 3));
        return (int)Math.Min(((long)size + unit - 1) / unit * unit, Array.MaxLength - 64);
    }

    private static PooledBuffer? Find(DType dtype, int capacity)
    {
        if (Checking && ++s_lends % CheckingInterval == 0) Collect(GC.MaxGeneration);
        if (IsLoopDue) CollectEarly();
        if (Pop(dtype, capacity) is { } buffer) return buffer;
        if (GC.CollectionCount(0) != s_collections)
        {
            Sweep();
            if (Pop(dtype, capacity) is { } swept) return swept;
        }
        if (s_lentSinceSweep < s_budget) return null;
        CollectEarly();
        return Pop(dtype, capacity);
    }

    /// <summary>Collects in the middle of things, and learns from what that finds when the next time should be.</summary>
    private static void CollectEarly()
    {
        var (lent, before) = (s_lentSinceSweep, s_lentBytes);
        Collect();
        var found = before - s_lentBytes;
        s_loops = !s_released && found >= lent - lent / 4;
        s_released = false;
        if (found < lent / 4) s_floor = 2 * s_lentBytes;        // a pass that keeps what it computes
        else if (s_loops) s_floor = SmallestBudget;
        s_budget = Math.Max(s_floor, s_lentBytes);
    }

    /// <summary>Nearly all that is lent dies young and nothing is differentiated: what comes back early is still in the cache, and that is worth a share of the time.</summary>
    private static bool IsLoopDue => s_loops && s_lentSinceSweep >= LoopBudget && Stopwatch.GetTimestamp() - s_collectedAt >= LoopShare * s_collectionTime
        && RecentStorages.AreOld;       // what a thread holds through two collections grows old, and only a full one finds it

    private static PooledBuffer? Pop(DType dtype, int capacity) => s_free.TryGetValue((dtype, capacity), out var stack) && stack.TryPop(out var buffer) ? buffer : null;

    /// <summary>What is dead is young, unless it survived collections that came in the middle of a pass: then an old collection finds it.</summary>
    private static void Collect()
    {
        Collect(1);
        if (s_lentBytes > 2 * s_lowest + SmallestBudget) Collect(GC.MaxGeneration);
    }

    private static void Collect(int generation)
    {
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) return;
        RecentStorages.ClearOld();
        var start = Stopwatch.GetTimestamp();
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        Sweep();
        s_collectedAt = Stopwatch.GetTimestamp();
        var took = s_collectedAt - start;
        s_collectionTime = s_collectionTime == 0 ? took : Math.Min(took, s_collectionTime + s_collectionTime / 256);     // the least of late: one takes longer where the last came late
    }

    private static void Sweep()
    {
        var old = GC.CollectionCount(GC.MaxGeneration);
        (s_collections, s_sweeps) = (GC.CollectionCount(0), s_sweeps + 1);
        for (var i = s_lent.Count - 1; i >= 0; i--)
        {
            var buffer = s_lent[i];
            if (buffer.IsHeld) continue;
            Remove(buffer);
            Keep(buffer);
        }
        if (old != s_oldCollections) (s_oldCollections, s_lowest) = (old, s_lentBytes);
        s_lowest = Math.Min(s_lowest, s_lentBytes);
        (s_lentSinceSweep, s_budget) = (0, Math.Max(s_floor, s_lentBytes));
        foreach (var stack in s_free.Values) Trim(stack);
    }

    /// <summary>Lets go of arrays of a size that nobody has asked for in a while.</summary>
    private static void Trim(Stack<PooledBuffer> stack)
    {
        if (!stack.TryPeek(out var latest) || s_sweeps - latest.LastUse < KeptSweeps) return;
        foreach (var buffer in stack) buffer.Drop();
        stack.Clear();
    }

    private static void Remove(PooledBuffer buffer)
    {
        var last = s_lent[^1];
        (s_lent[buffer.Place], last.Place) = (last, buffer.Place);
        s_lent.RemoveAt(s_lent.Count - 1);
        s_lentBytes -= buffer.Bytes;
    }

    private static void Keep(PooledBuffer buffer)
    {
        if (Checking) buffer.Poison();
        buffer.Take();
        buffer.LastUse = s_sweeps;
        (CollectionsMarshal.GetValueRefOrAddDefault(s_free, (buffer.DType, buffer.Capacity), out _) ??= new Stack<PooledBuffer>()).Push(buffer);
    }
}
