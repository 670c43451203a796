namespace AutoGrad;

/// <summary>The storages whose elements this thread looked at last, held so that the pool does not take an array while a kernel reads it.</summary>
/// <remarks>No op looks at more tensors at a time, or makes more; the engine and the bases of ops hold theirs besides.</remarks>
internal static class RecentStorages
{
    private const int Count = 8;

    [ThreadStatic] private static (Storage? Storage, int Made)[]? s_recent;
    [ThreadStatic] private static int s_next, s_made;

    public static void Touch(Storage storage)
    {
        var recent = s_recent ??= new (Storage?, int)[Count];
        recent[s_next++ & (Count - 1)] = (storage, s_made);
    }

    /// <summary>This thread makes another array.</summary>
    public static void Make() => s_made++;

    /// <summary>Whether a collection now finds this thread holding nothing.</summary>
    public static bool AreOld
    {
        get
        {
            foreach (var recent in s_recent.AsSpan())
                if (recent.Storage is not null && s_made - recent.Made <= Count) return false;
            return true;
        }
    }

    /// <summary>Lets go of what this thread looked at so many arrays ago that the op is over: what is held through two collections grows old.</summary>
    public static void ClearOld()
    {
        foreach (ref var recent in s_recent.AsSpan())
            if (s_made - recent.Made > Count) recent = default;
    }

    /// <summary>Lets go of what this thread looked at.</summary>
    public static void Clear() => s_recent.AsSpan().Clear();
}
