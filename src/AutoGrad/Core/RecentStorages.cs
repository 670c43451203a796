namespace AutoGrad;

/// <summary>The storages whose elements this thread looked at last, held so that the pool does not take an array while a kernel reads it.</summary>
/// <remarks>No op looks at more tensors at a time; the engine and the bases of ops hold theirs besides.</remarks>
internal static class RecentStorages
{
    private const int Count = 8;

    [ThreadStatic] private static Storage?[]? s_recent;
    [ThreadStatic] private static int s_next;

    public static void Touch(Storage storage)
    {
        var recent = s_recent ??= new Storage?[Count];
        recent[s_next++ & (Count - 1)] = storage;
    }

    /// <summary>Lets go of what this thread looked at.</summary>
    public static void Clear() => s_recent.AsSpan().Clear();
}
